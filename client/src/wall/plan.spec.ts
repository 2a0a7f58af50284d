import type { Phase } from '@rearguard/shared';
import { aSite } from '../testing/builders.js';
import { planStand } from './plan.js';

const PHASES: Phase[] = [
  {
    id: 'P1',
    name: { en: 'Phase I', fr: 'Phase I', zh: '第一阶段' },
    mark: 'I',
    start: '2023-07-15',
    end: '2023-08-31',
    siteIds: ['ber'],
  },
];

describe('the plan', () => {
  it.each([
    ['2023-08-31', 'active', 0, false],
    ['2023-09-01', 'overdue', 1, false],
    ['2024-03-02', 'overdue', 1, false],
    ['2024-03-03', 'overdue', 0, true],
    ['2026-11-25', 'overdue', 0, true],
  ] as const)('on %s is %s, with %i windows to worry about; history: %s', (today, status, overdue, history) => {
    const stand = planStand(PHASES, { ber: aSite() }, today);
    expect(stand.phases[0]!.status).toBe(status);
    expect(stand.overdue).toHaveLength(overdue);
    expect(stand.history).toBe(history);
  });
});
