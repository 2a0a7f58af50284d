import fc from 'fast-check';
import type { Box } from './boxes.js';
import { FARTHEST, placeLabels, type LabelWish } from './place-labels.js';

const FRAME: Box = { x: 0, y: 0, width: 1_000, height: 600 };
const aWish = fc.record({
  at: fc.record({ x: fc.integer({ min: 0, max: 1_000 }), y: fc.integer({ min: 0, max: 600 }) }),
  width: fc.integer({ min: 20, max: 160 }),
  height: fc.integer({ min: 12, max: 50 }),
  gap: fc.constant(8),
  rank: fc.integer({ min: 0, max: 3 }),
  leader: fc.boolean(),
});
const wishes = fc
  .array(aWish, { maxLength: 30 })
  .map((all) => all.map((wish, i): LabelWish => ({ ...wish, id: `label ${i}` })));

const boxes = (all: readonly LabelWish[], last = new Map<string, number>()): Map<string, Box> =>
  new Map(
    placeLabels(all, [], FRAME, last).placed.map(({ id, x, y, align }) => {
      const { width, height } = all.find((wish) => wish.id === id)!;
      const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
      return [id, { x: left, y, width, height }];
    }),
  );
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 1e-6 &&
  b.x < a.x + a.width - 1e-6 &&
  a.y < b.y + b.height - 1e-6 &&
  b.y < a.y + a.height - 1e-6;

describe('labels', () => {
  it('never cover each other or leave the map', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const placed = [...boxes(all).values()];
        placed.forEach((box, i) => {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(FRAME.width + 1e-6);
          expect(placed.slice(i + 1).some((other) => overlap(box, other))).toBe(false);
        });
      }),
    );
  });

  it('stand near their point, on a leader when not beside it, or are told to be missing', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const found = boxes(all);
        const { placed, left } = placeLabels(all, [], FRAME, new Map());
        for (const wish of all) {
          const box = found.get(wish.id);
          if (box === undefined) {
            expect(left.includes(wish.id)).toBe(wish.leader);
            continue;
          }
          const [dx, dy] = [
            Math.max(box.x - wish.at.x, 0, wish.at.x - box.x - box.width),
            Math.max(box.y - wish.at.y, 0, wish.at.y - box.y - box.height),
          ];
          const away = Math.hypot(dx, dy);
          expect(away).toBeLessThanOrEqual(wish.gap + FARTHEST * FRAME.height + 1e-6);
          const { leader } = placed.find(({ id }) => id === wish.id)!;
          if (away > wish.gap + 1e-6) expect(leader).not.toBeNull();
        }
      }),
    );
  });

  it('of a higher rank stand where they would stand alone', () => {
    const low: LabelWish = { id: 'low', at: { x: 500, y: 300 }, width: 100, height: 30, gap: 8, rank: 9, leader: true };
    const high: LabelWish = { ...low, id: 'high', at: { x: 505, y: 300 }, rank: 0 };
    expect(boxes([low, high]).get('high')).toEqual(boxes([high]).get('high'));
    expect(boxes([low, high]).has('low')).toBe(true);
  });

  it('stay on the side that they had', () => {
    const one: LabelWish = {
      id: 'one',
      at: { x: 900, y: 300 },
      width: 120,
      height: 30,
      gap: 8,
      rank: 0,
      leader: false,
    };
    const last = new Map<string, number>();
    const left = boxes([one], last).get('one')!;
    expect(left.x).toBeLessThan(900);
    const moved = { ...one, at: { x: 860, y: 300 } };
    expect(boxes([moved], last).get('one')!.x).toBeLessThan(860);
    expect(boxes([moved]).get('one')!.x).toBeGreaterThan(860);
  });
});
