import type { DossierKind, EpochMs } from '@rearguard/shared';
import { MOVEMENT_RULES } from './movement.js';
import type { DossierReport } from './report.js';

type Facts = Readonly<Record<string, unknown>>;

/** What a kind of dossier adds to its life cycle. */
export interface KindRules {
  /** Facts that belong to a decision, and go when it is asked anew. */
  decided: readonly string[];
  /** Why a report must not move it there, or null. `facts`: with those of the report. */
  guard?: (to: string, report: DossierReport, facts: Facts, from: string | null) => string | null;
  /** A move that no table lists and that is allowed all the same. */
  exception?: (state: string | null, report: DossierReport, facts: Facts) => boolean;
  /** What becomes of a state by time alone. */
  lapses?: (state: string, facts: Facts) => { to: string; at: EpochMs } | null;
}

interface Times {
  from: EpochMs;
  to: EpochMs;
}

const spanOf = (facts: Facts, name: string) => (facts[name] ?? null) as Times | null;

export const RULES: Readonly<Record<DossierKind, KindRules>> = {
  movement: MOVEMENT_RULES,
  'flight-request': {
    decided: ['window', 'conditions', 'legs', 'inTheAir', 'withoutApproval', 'reference'],
    guard: (to, { observedAt }, facts) => {
      const window = spanOf(facts, 'window');
      if (to === 'approved' && window === null) return 'an approval needs its window';
      if (to !== 'used' || window === null) return null;
      return window.from <= observedAt && observedAt < window.to ? null : 'the take-off lies outside the window';
    },
    // A medevac may take off without approval, by the commander, who says why.
    exception: (state, { state: to, reason, who, facts: said }, facts) =>
      to === 'used' &&
      said['withoutApproval'] === true &&
      facts['purpose'] === 'medevac' &&
      who.role === 'commander' &&
      reason !== null &&
      state !== null &&
      state !== 'used' &&
      state !== 'withdrawn',
    lapses: (state, facts) => {
      const window = spanOf(facts, 'window');
      return state === 'approved' && window !== null ? { to: 'expired', at: window.to } : null;
    },
  },
  consignment: {
    decided: ['papers', 'papersDueAt', 'holdGround', 'releasePaper', 'releaseWindow', 'declaration'],
    guard: (to, { observedAt }, facts) => {
      if (to !== 'moved') return null;
      if (facts['movedBy'] === undefined) return 'goods move by a named convoy or flight';
      const window = spanOf(facts, 'releaseWindow');
      return window === null || observedAt < window.to ? null : 'the release paper has expired';
    },
  },
  restriction: { decided: [] },
};
