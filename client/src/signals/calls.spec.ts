import type { Alert, Role } from '@rearguard/shared';
import { anAlert } from '../testing/builders.js';
import { Bell, calls } from './calls.js';

describe('who is called', () => {
  it('is the duty officer at first, and each level adds people', () => {
    const called = (alert: Alert, ...roles: Role[]): boolean[] => roles.map((role) => calls(alert, role, 'me'));
    expect(called(anAlert(), 'duty-officer', 'watch-officer')).toEqual([true, false]);
    const climbed = anAlert({ state: 'escalated', level: 2 });
    expect(called(climbed, 'duty-officer', 'chief-joc', 'commander', 'wall')).toEqual([true, true, false, false]);
    expect(called(anAlert({ state: 'acknowledged' }), 'duty-officer')).toEqual([false]);
  });

  it('is the holder and the watch officer of what was taken and not assessed in time, until it is', () => {
    const holder = { personId: 'holder', name: 'L. Diarra', role: 'duty-officer' } as const;
    const taken = anAlert({ state: 'acknowledged', severity: 'critical', level: 3, holder });
    const late = { ...taken, overdue: true };
    const called = (alert: Alert): boolean[] => [
      calls(alert, 'duty-officer', 'holder'),
      calls(alert, 'watch-officer', 'w'),
      calls(alert, 'duty-officer', 'another'),
      calls(alert, 'chief-joc', 'c'),
      calls(alert, 'wall', 'x'),
    ];
    expect(called(taken)).toEqual([false, false, false, false, false]);
    expect(called(late)).toEqual([true, true, false, false, false]);
    expect(called({ ...late, state: 'assessed', overdue: false })).toEqual([false, false, false, false, false]);
    // A task that is overdue has an owner and is no matter of the alert's assessment.
    expect(called({ ...late, state: 'in_response' })).toEqual([false, false, false, false, false]);
  });
});

describe('the bell', () => {
  const critical = anAlert({ id: 'c', severity: 'critical' });
  const medium = anAlert({ id: 'm', severity: 'medium' });

  it('rings once for what is new, and again while something critical waits', () => {
    const bell = new Bell();
    expect(bell.look([critical], 0)).toMatchObject({ severity: 'critical', fresh: [{ id: 'c' }] });
    expect(bell.look([critical], 5_000)).toBeNull();
    expect(bell.look([critical], 6_000)).toEqual({ severity: 'critical', fresh: [] });
    expect(bell.look([], 12_000)).toBeNull();
  });

  it('rings anew at the next level and when it is raised again, not when something else changes', () => {
    const bell = new Bell();
    bell.look([medium], 0);
    expect(bell.look([{ ...medium, version: 2 }], 60_000)).toBeNull();
    expect(bell.look([{ ...medium, level: 1, state: 'escalated' }], 62_000)!.fresh).toHaveLength(1);
    expect(bell.look([{ ...medium, lastRaisedAt: '2023-08-13T14:00:00.000Z' }], 64_000)!.fresh).toHaveLength(1);
  });

  const late = anAlert({ id: 'l', severity: 'critical', state: 'acknowledged', overdue: true });

  it('rings when one runs late, as grave as it is, and then only once a minute', () => {
    const bell = new Bell();
    bell.look([critical], 0);
    expect(bell.look([], 2_000)).toBeNull();
    expect(bell.look([{ ...late, id: 'c' }], 900_000)).toMatchObject({ severity: 'critical', fresh: [{ id: 'c' }] });
    expect(bell.look([{ ...late, id: 'c', version: 9 }], 959_999)).toBeNull();
    expect(bell.look([{ ...late, id: 'c' }], 960_000)).toEqual({ severity: 'critical', fresh: [] });
    expect(bell.look([{ ...late, id: 'c' }], 1_019_999)).toBeNull();
  });

  it('makes one sound of many that are late, and is not kept from it by what nobody took', () => {
    const bell = new Bell();
    const many = Array.from({ length: 40 }, (_, i) => ({ ...late, id: `l${i}` }));
    expect(bell.look(many, 0)!.fresh).toHaveLength(40);
    expect(bell.look([...many, anAlert({ id: 'h' })], 2_000)).toMatchObject({ severity: 'high', fresh: [{ id: 'h' }] });
    const heard: string[] = [];
    for (let s = 3; s <= 120; s++) {
      const ring = bell.look([...many, anAlert({ id: 'h' })], s * 1_000);
      if (ring !== null) heard.push(`${s} ${ring.severity}`);
    }
    expect(heard).toEqual(['32 high', '60 critical', '90 high', '120 critical']);
  });

  it('makes one sound of many at once, the gravest, and forgets none of them', () => {
    const bell = new Bell();
    bell.look([medium], 0);
    expect(bell.look([medium, critical], 500)).toBeNull();
    const late = anAlert({ id: 'h' });
    expect(bell.look([medium, critical, late], 1_600)).toMatchObject({
      severity: 'critical',
      fresh: [{ id: 'c' }, { id: 'h' }],
    });
  });
});
