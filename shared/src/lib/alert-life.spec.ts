import { ALERT_STATES, type Alert } from '../model/alert.js';
import { ROLES } from '../model/role.js';
import { allowedActions, mayAcknowledge, possibleActions } from './alert-life.js';
import { alertList, isFlood } from './alert-flood.js';

const NOW = Date.parse('2023-08-13T09:00:00Z');

const anAlert = (over: Partial<Alert> = {}): Alert => ({
  id: 'A1',
  version: 1,
  state: 'raised',
  severity: 'high',
  kind: 'convoy_attack',
  ruleId: 'security_report',
  subjects: [],
  text: 'shots',
  facts: {},
  source: 'BER-01',
  observedAt: '2023-08-13T09:00:00.000Z',
  raisedAt: '2023-08-13T09:00:00.000Z',
  lastRaisedAt: '2023-08-13T09:00:00.000Z',
  raises: 1,
  dueAt: null,
  overdue: false,
  level: 0,
  holder: null,
  acknowledgedAt: null,
  lat: null,
  lon: null,
  place: null,
  methane: null,
  assessment: null,
  tasks: [],
  shelf: null,
  resolution: null,
  mergedInto: null,
  merged: [],
  proposals: [],
  keptApartFrom: [],
  eased: false,
  undoable: null,
  ...over,
});

describe('who may do what to an alert', () => {
  it('lets both kinds of officers acknowledge, and the commander only once it was escalated', () => {
    expect(allowedActions(anAlert(), 'duty-officer', NOW)).toEqual([
      'acknowledge',
      'assign',
      'merge',
      'keep-apart',
      'log',
    ]);
    expect(allowedActions(anAlert(), 'watch-officer', NOW)).toEqual([
      'acknowledge',
      'assign',
      'escalate',
      'false-report',
      'log',
    ]);
    expect(allowedActions(anAlert(), 'commander', NOW)).toEqual(['log']);
    expect(allowedActions(anAlert({ state: 'escalated', level: 1 }), 'commander', NOW)).toEqual(['acknowledge', 'log']);
    expect(ALERT_STATES.flatMap((state) => allowedActions(anAlert({ state }), 'wall', NOW))).toEqual([]);
  });

  it('adds people with every level and removes none', () => {
    for (const role of ROLES) {
      for (let level = 1; level <= 3; level++) {
        if (mayAcknowledge(role, level - 1))
          expect([role, level, mayAcknowledge(role, level)]).toEqual([role, level, true]);
      }
    }
  });

  it('never offers to shelve a critical alert, nor to end one before it was acknowledged', () => {
    for (const state of ALERT_STATES) {
      expect(possibleActions(anAlert({ state, severity: 'critical' }), NOW)).not.toContain('shelve');
    }
    expect(possibleActions(anAlert(), NOW)).not.toContain('resolve');
    expect(possibleActions(anAlert({ state: 'acknowledged' }), NOW)).toEqual(
      expect.arrayContaining(['assess', 'shelve', 'resolve', 'false-report']),
    );
  });

  it('offers to take an act back to who did it, for five minutes', () => {
    const alert = anAlert({
      state: 'acknowledged',
      undoable: { action: 'acknowledge', personId: 'p1', until: '2023-08-13T09:05:00.000Z' },
    });
    expect(allowedActions(alert, 'duty-officer', NOW, 'p1')).toContain('undo');
    expect(allowedActions(alert, 'duty-officer', NOW, 'p2')).not.toContain('undo');
    expect(allowedActions(alert, 'duty-officer', NOW + 301_000, 'p1')).not.toContain('undo');
  });
});

describe('a flood', () => {
  const some = (count: number, over: Partial<Alert> = {}) =>
    Array.from({ length: count }, (_, i) => anAlert({ id: `${over.kind ?? 'A'}${i}`, ...over }));

  it('begins with the eleventh new alert within ten minutes', () => {
    expect(isFlood(some(10), NOW)).toBe(false);
    expect(isFlood(some(11), NOW)).toBe(true);
    expect(isFlood(some(11), NOW + 600_000)).toBe(false);
  });

  it('groups by kind and keeps critical ones, and the only one of a kind, single', () => {
    const stale = some(12, { kind: 'position_stale', severity: 'medium' });
    const critical = some(2, { severity: 'critical' });
    const late = some(1, { kind: 'late' });
    const list = alertList([...stale, ...critical, ...late], NOW);
    expect(list.flood).toBe(true);
    expect(list.groups).toEqual([{ kind: 'position_stale', severity: 'medium', alerts: stale }]);
    expect(list.single).toEqual([...critical, ...late]);
  });

  it('shows each alert once and loses none', () => {
    const alerts = [
      ...some(9, { kind: 'late' }),
      ...some(4, { kind: 'off_route' }),
      ...some(3, { severity: 'critical' }),
    ];
    const { single, groups } = alertList(alerts, NOW);
    expect([...single, ...groups.flatMap((group) => group.alerts)].map(({ id }) => id).sort()).toEqual(
      alerts.map(({ id }) => id).sort(),
    );
  });
});
