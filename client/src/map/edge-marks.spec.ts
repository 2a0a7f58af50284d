import fc from 'fast-check';
import { overlap, within, type Box } from './boxes.js';
import { placeEdgeMarks, seen, type EdgeWish } from './edge-marks.js';

const FRAME: Box = { x: 4, y: 4, width: 992, height: 592 };
const LEGEND: Box = { x: 840, y: 460, width: 156, height: 136 };
const PX = 15;
const aWish = fc.record({
  at: fc.record({ x: fc.integer({ min: -4_000, max: 5_000 }), y: fc.integer({ min: -3_000, max: 4_000 }) }),
  width: fc.integer({ min: 30, max: 140 }),
  height: fc.integer({ min: 15, max: 45 }),
  rank: fc.integer({ min: 0, max: 3 }),
});
const beyond = fc
  .array(aWish, { maxLength: 20 })
  .map((all) => all.filter(({ at }) => !seen(at, FRAME, [LEGEND])).map((one, i): EdgeWish => ({ ...one, id: `${i}` })));
const one = (x: number, y: number): EdgeWish => ({ id: 'DKR-01', at: { x, y }, width: 60, height: 30, rank: 0 });

describe('arrows at the edge', () => {
  it('stand on the map, free of each other and the legend, and point at their thing', () => {
    fc.assert(
      fc.property(beyond, (wishes) => {
        const { placed, left } = placeEdgeMarks(wishes, FRAME, [LEGEND], [], PX);
        expect(placed.length + left.length).toBe(wishes.length);
        placed.forEach(({ id, tip, course, box }, i) => {
          expect(within(box, FRAME)).toBe(true);
          expect([LEGEND, ...placed.slice(i + 1).map((other) => other.box)].some((other) => overlap(box, other))).toBe(
            false,
          );
          const { at } = wishes.find((wish) => wish.id === id)!;
          const far = Math.hypot(at.x - tip.x, at.y - tip.y);
          expect(tip.x + Math.sin(course) * far).toBeCloseTo(at.x, 3);
          expect(tip.y - Math.cos(course) * far).toBeCloseTo(at.y, 3);
        });
      }),
    );
  });

  it.each([
    ['west', -900, 300, 'left'],
    ['east', 3_000, 300, 'right'],
    ['north', 500, -900, 'center'],
    ['south', 500, 2_000, 'center'],
  ] as const)('stand at the %s edge with their label to the inside', (_, x, y, align) => {
    const [mark] = placeEdgeMarks([one(x, y)], FRAME, [], [], PX).placed;
    expect(mark!.align).toBe(align);
    expect(Math.min(Math.abs(mark!.tip.x - x), Math.abs(mark!.tip.y - y))).toBeLessThan(PX);
  });

  it('tell of a thing under the legend, at the legend’s edge', () => {
    const { placed } = placeEdgeMarks([one(920, 530)], FRAME, [LEGEND], [], PX);
    expect(placed[0]!.tip.x).toBeLessThan(LEGEND.x + LEGEND.width);
    expect(overlap(placed[0]!.box, LEGEND)).toBe(false);
  });

  it('make room for what matters more, and name what finds none', () => {
    const crowd = Array.from({ length: 80 }, (_, i) => ({ ...one(-900, 290 + i), id: `C-${i}`, rank: i }));
    const { placed, left } = placeEdgeMarks(crowd, FRAME, [], [], PX);
    expect(placed[0]!.id).toBe('C-0');
    expect(left).toContain('C-79');
    expect(left).not.toContain('C-1');
  });
});
