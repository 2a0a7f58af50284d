import { z } from 'zod';
import { AlertKind, AlertState, AlertSubject } from '../model/alert.js';
import { FLOOD_ABOVE } from '../model/alert-limits.js';
import { AlertRuleId } from '../model/alert-rule.js';
import { InstantIn, InstantOut } from '../model/instant.js';
import { Severity } from '../model/severity.js';

/**
 * What ANSI/ISA-18.2 and IEC 62682 hold good for one operator's position in the long run. They are guides for control
 * rooms of plants, taken over here as the nearest there is; a room may set itself others.
 */
export const ALARM_GUIDE = {
  /** Alerts an hour and officer that are very likely acceptable (about 150 a day), and the most that is manageable. */
  acceptablePerHour: 6,
  manageablePerHour: 12,
  /** More alerts than this in ten minutes are a flood; at most one span of ten minutes in a hundred should be one. */
  floodAbove: FLOOD_ABOVE,
  mostFloodShare: 0.01,
  /** The ten most frequent causes should make up no more than a twentieth of all. */
  mostTopTenShare: 0.05,
  /** None should flap, and fewer than five stay open for more than a day. */
  mostFlapping: 0,
  mostStale: 4,
} as const;

/** A cause that is raised this often within so many minutes flaps. */
export const FLAPPING_TIMES = 3;
export const FLAPPING_WITHIN_MIN = 30;
/** Open for longer than this, an alert is stale. */
export const STALE_AFTER_H = 24;
/** Longest time that can be judged at once. */
export const MOST_QUALITY_DAYS = 31;

/** `GET /api/alarm-quality`: from when to when; the last 24 hours when left out. */
export const AlarmQualityQuery = z.object({ from: InstantIn.optional(), to: InstantIn.optional() });
export type AlarmQualityQuery = z.infer<typeof AlarmQualityQuery>;

/** Something that asked people, by its cause, which stays the same when it is raised again. */
const CauseCount = z.object({
  cause: z.string(),
  kind: AlertKind,
  ruleId: AlertRuleId,
  subjects: z.array(AlertSubject),
  times: z.int(),
});

/** How well the alerts of some time served those who work them off. Figures and things; it names no person. */
export const AlarmQuality = z.object({
  from: InstantOut,
  to: InstantOut,
  hours: z.number(),
  /** How often people were asked: raised, raised again because it worsened or came back, back from a shelf. */
  raises: z.int(),
  /** Of one officer at the desk; while nobody stood there, as if one had. */
  load: z.object({
    /** Mean over the whole time. */
    perOfficerHour: z.number(),
    worstHour: z.object({ from: InstantOut, raises: z.int(), perOfficer: z.number() }).nullable(),
    /** Of how many hours the load was acceptable, manageable, or neither. */
    acceptableHours: z.int(),
    manageableHours: z.int(),
    overHours: z.int(),
    /** Hours in which nobody stood at the desk's post, and what was raised in them. */
    unmannedHours: z.number(),
    raisesWhileUnmanned: z.int(),
  }),
  /** By spans of ten minutes. */
  floods: z.object({
    spans: z.int(),
    floods: z.int(),
    share: z.number(),
    worst: z.object({ from: InstantOut, raises: z.int() }).nullable(),
  }),
  /** From a raise to the first act of a person; worst severity first. */
  takes: z.array(
    z.object({
      severity: Severity,
      raises: z.int(),
      taken: z.int(),
      medianS: z.number().nullable(),
      worstS: z.number().nullable(),
      /** Taken later than the limit of the severity, or still not taken past it. */
      late: z.int(),
      limitS: z.number().nullable(),
    }),
  ),
  /** `times`: most within {@link FLAPPING_WITHIN_MIN}. */
  flapping: z.array(CauseCount),
  /** Open at the end for longer than {@link STALE_AFTER_H}; oldest first. */
  stale: z.array(
    z.object({
      alertId: z.string(),
      kind: AlertKind,
      ruleId: AlertRuleId,
      subjects: z.array(AlertSubject),
      severity: Severity,
      state: AlertState,
      raisedAt: InstantOut,
      openH: z.number(),
    }),
  ),
  /** By rule, of the alerts that were closed: how many with nothing done but taking and closing, and how many were false. */
  unacted: z.array(
    z.object({
      ruleId: AlertRuleId,
      closed: z.int(),
      nothingDone: z.int(),
      falseReports: z.int(),
      share: z.number(),
    }),
  ),
  /** The ten causes that were raised most. */
  top: z.array(CauseCount.extend({ share: z.number() })),
  topShare: z.number(),
});
export type AlarmQuality = z.infer<typeof AlarmQuality>;
