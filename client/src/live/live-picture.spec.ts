import type { Change, ChangeRun } from '@rearguard/shared';
import fc from 'fast-check';
import { LivePicture } from './live-picture.svelte.js';
import { aChange, aClock, anAlert, aConvoy, aPicture, aSite, aUnit, someFacts } from '../testing/builders.js';

const run = (changes: Change[]): ChangeRun => ({ from: changes[0]!.seq, to: changes.at(-1)!.seq, changes });

const shown = (picture: LivePicture) => ({
  seq: picture.seq,
  convoys: picture.convoys,
  sites: picture.sites,
  alerts: Object.fromEntries([...picture.alerts].sort(([a], [b]) => a.localeCompare(b))),
  units: Object.fromEntries([...picture.units].sort(([a], [b]) => a.localeCompare(b))),
});

const ids = fc.constantFrom('a', 'b', 'c');
const aBody = fc.oneof(
  fc.record({ kind: fc.constant('convoy' as const), id: ids, op: fc.constantFrom('put' as const, 'remove' as const) }),
  fc.record({ kind: fc.constant('unit' as const), id: ids, op: fc.constantFrom('put' as const, 'remove' as const) }),
  fc.record({ kind: fc.constant('alert' as const), id: ids, op: fc.constantFrom('put' as const, 'remove' as const) }),
  fc.record({ kind: fc.constant('site' as const), id: ids, op: fc.constant('put' as const) }),
  fc.record({ kind: fc.constant('positions' as const), id: ids, op: fc.constant('put' as const) }),
);
/** A log of changes with numbers 1, 2, 3, … */
const aLog = fc.array(aBody, { minLength: 1, maxLength: 30 }).map((bodies) =>
  bodies.map(({ kind, id, op }, i) => {
    const version = i + 1;
    const body = {
      convoy: aConvoy({ id, version }),
      unit: someFacts({ id, version }),
      site: aSite({ id, version }),
      alert: anAlert({ id, version }),
      positions: {},
    }[kind];
    return aChange({ seq: i + 1, kind, id, version, op, body });
  }),
);

const opened = (): LivePicture => {
  const picture = new LivePicture();
  picture.load(aPicture({ convoys: { a: aConvoy({ id: 'a' }) }, units: { b: aUnit({ id: 'b' }) } }));
  return picture;
};

describe('LivePicture', () => {
  it('is the same however the changes are cut into runs, repeated, or lost and asked for again', () => {
    fc.assert(
      fc.property(aLog, fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 20 }), (log, cuts) => {
        const whole = opened();
        whole.apply(run(log));

        const pieces = opened();
        for (const [x, y] of cuts) {
          const [from, to] = [Math.min(x, y), Math.max(x, y) + 1];
          const piece = log.slice(from, to);
          if (piece.length === 0) continue;
          const before = shown(pieces);
          const outcome = pieces.apply(run(piece));
          const expected =
            piece[0]!.seq > before.seq + 1 ? 'gap' : piece.at(-1)!.seq <= before.seq ? 'repeated' : 'applied';
          expect(outcome).toBe(expected);
          // What was not taken changed nothing.
          if (outcome !== 'applied') expect(shown(pieces)).toEqual(before);
        }
        const missing = log.slice(pieces.seq);
        if (missing.length > 0) expect(pieces.apply(run(missing))).toBe('applied');
        expect(shown(pieces)).toEqual(shown(whole));
      }),
    );
  });

  it('takes nothing before the first snapshot', () => {
    const picture = new LivePicture();
    expect(picture.apply(run([aChange({ seq: 1 })]))).toBe('gap');
    expect(picture.seq).toBe(-1);
  });

  it('takes a run for lost when a number is missing in it', () => {
    const picture = opened();
    const changes = [aChange({ seq: 1 }), aChange({ seq: 3, kind: 'convoy', id: 'x', body: aConvoy({ id: 'x' }) })];
    expect(picture.apply({ from: 1, to: 3, changes })).toBe('gap');
    expect(picture.convoys['x']).toBeUndefined();
    expect(picture.seq).toBe(0);
  });

  it('forgets what it showed when a new snapshot comes', () => {
    const picture = opened();
    picture.load(aPicture({ seq: 9, sites: { ber: aSite() } }));
    expect(shown(picture)).toEqual({ seq: 9, convoys: {}, sites: { ber: aSite() }, units: {}, alerts: {} });
  });

  it('hands on the clock of a snapshot and of a change', () => {
    const clocks: string[] = [];
    const picture = new LivePicture((clock) => clocks.push(clock.at));
    picture.load(aPicture({ clock: aClock({ at: '2023-08-13T13:00:00.000Z' }) }));
    picture.apply(run([aChange({ seq: 1, kind: 'clock', body: aClock({ at: '2023-08-14T00:00:00.000Z' }) })]));
    expect(clocks).toEqual(['2023-08-13T13:00:00.000Z', '2023-08-14T00:00:00.000Z']);
  });
});
