import {
  ALERT_ACTIONS,
  type AlertAction,
  allowedActions,
  isOpen,
  isUnacknowledged,
  mayAcknowledge,
  type Role,
  ROLES,
  SEVERITIES,
  SEVERITY_LIMITS,
} from '@rearguard/shared';
import fc from 'fast-check';
import { doing, MINUTE, raised, T0 } from '../../testing/alerts.js';
import { type AlertRecord, BY_ITSELF, type NewEntry } from './alert-record.js';
import { nextLookAt } from './due.js';
import { passTime } from './pass-time.js';
import { hearMore } from './worsen.js';

const IDS = ['A1', 'A2', 'A3'];
const staff: Role[] = ['duty-officer', 'watch-officer', 'chief-joc', 'commander'];

type Move =
  | { type: 'act'; alert: string; other: string; role: Role; action: AlertAction }
  | { type: 'time'; minutes: number }
  | { type: 'news'; alert: string; severity: (typeof SEVERITIES)[number]; casualtiesRose: boolean };

const id = fc.constantFrom(...IDS);
const role = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...staff) }, fc.constantFrom(...ROLES));
const moves = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('act' as const),
        alert: id,
        other: id,
        role,
        action: fc.constantFrom(...ALERT_ACTIONS),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('time' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
    },
    fc.record({
      type: fc.constant('news' as const),
      alert: id,
      severity: fc.constantFrom(...SEVERITIES),
      casualtiesRose: fc.boolean(),
    }),
  ),
  { maxLength: 60 },
);

const bodies = (at: number, other: string): Record<AlertAction, object> => ({
  acknowledge: {},
  assess: { reliability: 'C', credibility: 3 },
  respond: { tasks: [{ text: 'go', owner: 'sector', dueAt: at + 20 * MINUTE }] },
  assign: { personId: 'x' },
  escalate: {},
  shelve: { reason: 'known', until: at + 60 * MINUTE },
  unshelve: {},
  merge: { into: other },
  'keep-apart': { from: other },
  'false-report': { reason: 'nothing there' },
  resolve: { outcome: 'over', casualties: 'none' },
  reopen: { reason: 'again' },
  log: { text: 'a line' },
  undo: {},
});

/** A room of three alerts, played through; `check` looks at every step. */
function play(all: readonly Move[], check: (before: AlertRecord, after: AlertRecord, entry: NewEntry) => void) {
  const room = new Map(
    IDS.map((one, i) => [one, raised({ id: one, severity: SEVERITIES[i]!, observedAt: T0 + i * MINUTE })]),
  );
  const entries: NewEntry[] = [];
  let now = T0;
  const take = (record: AlertRecord, entry: NewEntry) => {
    const before = room.get(record.alert.id)!;
    check(before, record, entry);
    room.set(record.alert.id, record);
    entries.push(entry);
  };
  for (const move of all) {
    if (move.type === 'time') {
      now += move.minutes * MINUTE;
      for (const one of IDS) {
        for (let stepped; (stepped = passTime(room.get(one)!, now));) take(stepped.record, stepped.entry);
      }
    } else if (move.type === 'news') {
      const { severity, casualtiesRose } = move;
      const more = {
        severity,
        casualtiesRose,
        text: 'more',
        methane: null,
        observedAt: now,
        source: 's',
        messageId: null,
      };
      const root = rootOf(room, move.alert);
      const stepped = hearMore(room.get(root)!, { ...more, who: BY_ITSELF }, now);
      take(stepped.record, stepped.entry);
    } else {
      const record = room.get(move.alert)!;
      const { undoable, mergedInto, keptApartFrom } = record.alert;
      const undone = move.action === 'undo' ? undoable?.action : undefined;
      const touched = undone === 'merge' ? mergedInto : undone === 'keep-apart' ? keptApartFrom.at(-1) : null;
      const other = room.get(touched ?? move.other)!;
      const holder = { personId: 'x', name: 'X', role: null };
      const allowed = allowedActions(record.alert, move.role, now, move.role);
      const acted = doing(record, move.role, move.action, bodies(now, move.other)[move.action], now, { other, holder });
      if (acted.ok) {
        expect(allowed).toContain(move.action);
        for (const stepped of acted.steps) take(stepped.record, stepped.entry);
      } else if (acted.refused.path === undefined) {
        expect(allowed).not.toContain(move.action);
        expect(acted.refused.allowed).toEqual(allowed);
      }
    }
  }
  return { room, entries };
}

function rootOf(room: Map<string, AlertRecord>, from: string): string {
  const seen = new Set<string>();
  let at = from;
  while (room.get(at)!.alert.mergedInto !== null && room.get(at)!.alert.state === 'merged') {
    expect(seen.has(at)).toBe(false);
    seen.add(at);
    at = room.get(at)!.alert.mergedInto!;
  }
  return at;
}

describe('laws of alerts', () => {
  it('lose none: each is open, ended by a named person, or merged into one of which that holds', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const { room, entries } = play(all, () => undefined);
        for (const one of IDS) {
          const { alert } = room.get(rootOf(room, one))!;
          if (isOpen(alert)) continue;
          const last = entries.findLast((entry) => entry.alertId === alert.id && entry.from !== entry.to)!;
          expect(last.who.kind).toBe('person');
          expect(['resolve', 'false-report', 'undo']).toContain(last.action);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('forget none: whoever must act has a time, after which the room itself looks, or it is overdue already', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const { room } = play(all, () => undefined);
        for (const { alert } of room.values()) {
          if (alert.state === 'shelved') expect(nextLookAt(alert)).not.toBeNull();
          if (!isUnacknowledged(alert) || SEVERITY_LIMITS[alert.severity].acknowledgeWithinMs === null) continue;
          expect(alert.overdue || nextLookAt(alert) !== null).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('only add people while nobody has taken one, and never shelve a critical one', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, (before, { alert }, entry) => {
          expect(alert.version).toBe(before.alert.version + 1);
          expect(entry).toMatchObject({ version: alert.version, to: alert.state, from: before.alert.state });
          if (alert.state === 'shelved' && before.alert.state !== 'shelved')
            expect(alert.severity).not.toBe('critical');
          if (!isUnacknowledged(before.alert) || !isUnacknowledged(alert)) return;
          for (const one of ROLES) {
            if (mayAcknowledge(one, before.alert.level)) expect(mayAcknowledge(one, alert.level)).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
