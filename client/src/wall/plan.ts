import { dayStart, phaseProgress, type Day, type Phase, type PhaseProgress, type Site } from '@rearguard/shared';

const DAY_MS = 86_400_000;
/** Half a year after the last day that the plan names, as long as the withdrawal itself: nobody works by it any more. */
const HISTORY_AFTER_DAYS = 184;

/** The plan against the sites as they stand on a day. */
export interface PlanStand {
  phases: readonly PhaseProgress[];
  /** Windows that ended with sites open; none once the plan is history. */
  overdue: readonly PhaseProgress[];
  /** The plan is long past: its dates are facts of the theatre and measure nothing of today. */
  history: boolean;
}

export function planStand(phases: readonly Phase[], sites: Readonly<Record<string, Site>>, today: Day): PlanStand {
  const stand = phases.map((phase) => phaseProgress(phase, sites, today));
  const last = Math.max(...phases.map(({ end }) => dayStart(end)));
  const history = phases.length > 0 && dayStart(today) - last > HISTORY_AFTER_DAYS * DAY_MS;
  return { phases: stand, history, overdue: history ? [] : stand.filter(({ status }) => status === 'overdue') };
}
