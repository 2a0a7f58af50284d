import type { Day } from '../model/instant.js';
import type { Phase, Site } from '../model/site.js';

/** `past`: every site closed; `overdue`: the window ended with sites still open. */
export type PhaseStatus = 'ahead' | 'active' | 'done' | 'overdue';

export interface PhaseProgress {
  phase: Phase;
  status: PhaseStatus;
  closed: number;
  total: number;
  /** Sites not closed yet, in the plan's order. */
  open: Site[];
}

export function isClosed(site: Site): boolean {
  return site.state === 'closed' || (site.state === 'handed_over' && site.lastDepartureOn !== null);
}

/** How far a phase is on a day, from the sites as they stand. */
export function phaseProgress(phase: Phase, sites: Record<string, Site>, today: Day): PhaseProgress {
  const members = phase.siteIds.flatMap((id) => sites[id] ?? []);
  const open = members.filter((site) => !isClosed(site));
  const status: PhaseStatus =
    members.length > 0 && open.length === 0
      ? 'done'
      : today > phase.end
        ? 'overdue'
        : today >= phase.start
          ? 'active'
          : 'ahead';
  return { phase, status, closed: members.length - open.length, total: members.length, open };
}
