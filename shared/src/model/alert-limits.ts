import type { Role } from './role.js';
import type { Severity } from './severity.js';

const MINUTE_MS = 60_000;

/** The one table of what follows from an alert's severity. Defaults of the product, invented, not doctrine. */
export interface SeverityLimits {
  /** Raised or escalated for longer than this without an acknowledgement: it climbs a level. Null: never. */
  acknowledgeWithinMs: number | null;
  /** Acknowledged for longer than this without an assessment: it is overdue. Null: never. */
  assessWithinMs: number | null;
  mayBeShelved: boolean;
  /** Shown alone even in a flood. */
  alwaysSingle: boolean;
}

export const SEVERITY_LIMITS: Record<Severity, SeverityLimits> = {
  critical: {
    acknowledgeWithinMs: 2 * MINUTE_MS,
    assessWithinMs: 15 * MINUTE_MS,
    mayBeShelved: false,
    alwaysSingle: true,
  },
  high: {
    acknowledgeWithinMs: 5 * MINUTE_MS,
    assessWithinMs: 30 * MINUTE_MS,
    mayBeShelved: true,
    alwaysSingle: false,
  },
  medium: {
    acknowledgeWithinMs: 15 * MINUTE_MS,
    assessWithinMs: 240 * MINUTE_MS,
    mayBeShelved: true,
    alwaysSingle: false,
  },
  info: { acknowledgeWithinMs: null, assessWithinMs: null, mayBeShelved: true, alwaysSingle: false },
};

/** Longest shelf. */
export const SHELVE_AT_MOST_MS = 8 * 60 * MINUTE_MS;
/** An act can be taken back by who did it, this long. */
export const UNDO_WITHIN_MS = 5 * MINUTE_MS;
/** More new alerts than this within {@link FLOOD_WINDOW_MS} switch the list to groups. */
export const FLOOD_ABOVE = 10;
export const FLOOD_WINDOW_MS = 10 * MINUTE_MS;
/** Same kind, nearer than this and within {@link DUPLICATE_WITHIN_MS}: a merge is proposed, never made. */
export const DUPLICATE_WITHIN_KM = 10;
export const DUPLICATE_WITHIN_MS = 30 * MINUTE_MS;

/** 0: not escalated; 1 watch officer; 2 chief JOC; 3 commander. */
export const TOP_LEVEL = 3;
/** Whom each level calls: it adds people, it removes none. */
export const CALLED_AT_LEVEL: readonly (readonly Role[])[] = [
  ['duty-officer'],
  ['duty-officer', 'watch-officer'],
  ['duty-officer', 'watch-officer', 'chief-joc'],
  ['duty-officer', 'watch-officer', 'chief-joc', 'commander'],
];
