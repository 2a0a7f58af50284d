import type { Day, EpochMs, Site, SiteState } from '@rearguard/shared';

/**
 * What can be known of a site's closing. `closing-planned` carries the day on which it is to end, the others the day on
 * which it happened.
 */
export const SITE_FACT_KINDS = ['closing-planned', 'closing-begun', 'handed-over', 'last-departure'] as const;
export type SiteFactKind = (typeof SITE_FACT_KINDS)[number];

export interface SiteFact {
  kind: SiteFactKind;
  on: Day;
  /** When we learned of it. */
  knownAt: EpochMs;
}

/** What facts make of a site. */
export type SiteOutcome = Pick<Site, 'state' | 'lastDepartureOn' | 'handedOverOn' | 'plannedOn'>;

/**
 * The state of a site from the facts about it, in whatever order they came. Of two facts of one kind the one learned
 * later holds, so that a correction or a moved plan replaces what was thought before.
 *
 * Closed and handed over are two facts: a site left without a signed handover is closed, a site handed over is not closed
 * before the last of our people has left it.
 */
export function siteOutcome(facts: readonly SiteFact[]): SiteOutcome {
  const lastDepartureOn = dayOf(facts, 'last-departure');
  const handedOverOn = dayOf(facts, 'handed-over');
  return {
    state: stateOf(lastDepartureOn, handedOverOn, dayOf(facts, 'closing-begun')),
    lastDepartureOn,
    handedOverOn,
    plannedOn: lastDepartureOn === null ? dayOf(facts, 'closing-planned') : null,
  };
}

/** The facts that were known at an instant. */
export function knownBy<Fact extends { knownAt: EpochMs }>(facts: readonly Fact[], at: EpochMs): Fact[] {
  return facts.filter((fact) => fact.knownAt <= at);
}

function stateOf(lastDepartureOn: Day | null, handedOverOn: Day | null, begunOn: Day | null): SiteState {
  if (lastDepartureOn !== null) return 'closed';
  if (handedOverOn !== null) return 'handed_over';
  return begunOn === null ? 'open' : 'closing';
}

function dayOf(facts: readonly SiteFact[], kind: SiteFactKind): Day | null {
  let found: SiteFact | null = null;
  for (const fact of facts) {
    if (fact.kind !== kind) continue;
    // Two learned at the same instant: the later day, so that the order of the list decides nothing.
    if (!found || fact.knownAt > found.knownAt || (fact.knownAt === found.knownAt && fact.on > found.on)) found = fact;
  }
  return found?.on ?? null;
}
