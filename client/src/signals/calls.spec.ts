import { anAlert } from '../testing/builders.js';
import { Bell, calls } from './calls.js';

describe('who is called', () => {
  it('is the duty officer at first, and each level adds people', () => {
    const raised = anAlert();
    expect([calls(raised, 'duty-officer'), calls(raised, 'watch-officer')]).toEqual([true, false]);
    const climbed = anAlert({ state: 'escalated', level: 2 });
    expect([calls(climbed, 'duty-officer'), calls(climbed, 'chief-joc'), calls(climbed, 'commander')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(calls(anAlert({ state: 'acknowledged' }), 'duty-officer')).toBe(false);
    expect(calls(climbed, 'wall')).toBe(false);
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
