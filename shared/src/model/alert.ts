import { z } from 'zod';
import { AlertRuleId, RULE_KINDS } from './alert-rule.js';
import { Credibility, Reliability } from './incident.js';
import { INCIDENT_KINDS } from './incident-kind.js';
import { InstantOut } from './instant.js';
import { Methane } from './methane.js';
import { Role } from './role.js';
import { Severity } from './severity.js';

/**
 * - `raised`: nobody has taken it; - `escalated`: nobody did in time, see `level`; - `acknowledged`: by the holder;
 * - `assessed`; - `in_response`: actions with owner and due time; - `shelved`: until `shelf.until`;
 * - closed: `resolved`, `merged` into another, `false_report`.
 */
export const ALERT_STATES = [
  'raised',
  'escalated',
  'acknowledged',
  'assessed',
  'in_response',
  'shelved',
  'resolved',
  'merged',
  'false_report',
] as const;
export const AlertState = z.enum(ALERT_STATES);
export type AlertState = z.infer<typeof AlertState>;

/** What a person can do to an alert: the last word of `POST /api/alerts/{id}/{action}`. */
export const ALERT_ACTIONS = [
  'acknowledge',
  'assess',
  'respond',
  'assign',
  'escalate',
  'shelve',
  'unshelve',
  'merge',
  'keep-apart',
  'false-report',
  'resolve',
  'reopen',
  'log',
  'undo',
] as const;
export const AlertAction = z.enum(ALERT_ACTIONS);
export type AlertAction = z.infer<typeof AlertAction>;

/** What happens to an alert without a person: it is raised, worsens, is found to resemble another, runs late. */
export const AlertEvent = z.enum(['raise', 'reraise', 'report', 'propose', 'overdue', 'ease']);
export type AlertEvent = z.infer<typeof AlertEvent>;

/** Kind of the incident behind it, or the rule that raised it. */
export const AlertKind = z.enum([...INCIDENT_KINDS, ...RULE_KINDS]);
export type AlertKind = z.infer<typeof AlertKind>;

export const AlertSubject = z.object({
  type: z.enum([
    'incident',
    'convoy',
    'unit',
    'site',
    'patient',
    'phase',
    'feed',
    'shift',
    'flight-request',
    'consignment',
  ]),
  id: z.string(),
});
export type AlertSubject = z.infer<typeof AlertSubject>;

/** Who has taken it, or was given it. */
export const AlertHolder = z.object({ personId: z.string(), name: z.string(), role: Role.nullable() });
export type AlertHolder = z.infer<typeof AlertHolder>;

/** One thing to be done in response. */
export const ResponseTask = z.object({
  id: z.string(),
  text: z.string(),
  /** Name of who is to do it. */
  owner: z.string(),
  dueAt: InstantOut,
  doneAt: InstantOut.nullable(),
  /** True once its due time passed undone. */
  overdue: z.boolean(),
});
export type ResponseTask = z.infer<typeof ResponseTask>;

/** Another alert that may be the same event. A person merges them or keeps them apart. */
export const MergeProposal = z.object({
  alertId: z.string(),
  /** `same-place`: kind, place within 10 km and time within 30 min; `same-convoy`: both name it, within 30 min. */
  why: z.enum(['same-place', 'same-convoy']),
});
export type MergeProposal = z.infer<typeof MergeProposal>;

/** The call to act on something. Life cycle: `allowedActions`, `alert-limits.ts`. */
export const Alert = z.object({
  id: z.string(),
  version: z.int(),
  state: AlertState,
  severity: Severity,
  kind: AlertKind,
  /** Which rule raised it; consequence and expected action stand in `ALERT_RULE_TEXTS`. */
  ruleId: AlertRuleId,
  subjects: z.array(AlertSubject),
  /** First text, in the words of the source; empty for what a rule computed (see `facts`). */
  text: z.string(),
  /** Figures behind what a rule found, such as `lateMin` or `limitMin`. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  source: z.string(),
  /** Time of the fact. */
  observedAt: InstantOut,
  /** When it was first raised. */
  raisedAt: InstantOut,
  /** When it was last raised anew, because it worsened or its shelf ended. */
  lastRaisedAt: InstantOut,
  /** How often it was raised. */
  raises: z.int(),
  /** When the state that it is in has lasted too long; null when it may last. */
  dueAt: InstantOut.nullable(),
  /** True once `dueAt` of an acknowledged alert or of a response has passed. */
  overdue: z.boolean(),
  /** 0 not escalated, 1 watch officer, 2 chief JOC, 3 commander. */
  level: z.int().min(0).max(3),
  holder: AlertHolder.nullable(),
  acknowledgedAt: InstantOut.nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  place: z.string().nullable(),
  /** With a critical alert; unknown stays null. */
  methane: Methane.nullable(),
  assessment: z
    .object({
      reliability: Reliability,
      credibility: Credibility,
      affected: z.string().nullable(),
      /** Why the severity was changed, when it was. */
      reason: z.string().nullable(),
      by: z.string(),
      at: InstantOut,
    })
    .nullable(),
  tasks: z.array(ResponseTask),
  shelf: z.object({ until: InstantOut, reason: z.string(), by: z.string(), at: InstantOut }).nullable(),
  resolution: z
    .object({
      outcome: z.string(),
      casualties: z.enum(['final', 'provisional', 'none']),
      by: z.string(),
      at: InstantOut,
    })
    .nullable(),
  /** The main alert, when merged. */
  mergedInto: z.string().nullable(),
  /** Alerts that were merged into this one; their texts stay readable under their own ids. */
  merged: z.array(z.string()),
  proposals: z.array(MergeProposal),
  keptApartFrom: z.array(z.string()),
  /** The condition behind it has passed (a unit reports again); only a person ends it all the same. */
  eased: z.boolean(),
  /** The newest act, which who did it can take back until then. */
  undoable: z.object({ action: AlertAction, personId: z.string(), until: InstantOut }).nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** One entry of an alert's history. Nothing is overwritten. */
export const AlertEntry = z.object({
  id: z.string(),
  alertId: z.string(),
  /** The alert's version after it. */
  version: z.int(),
  /** Time of entry, on the room's clock. */
  at: InstantOut,
  /** Time of the fact. */
  observedAt: InstantOut,
  who: z.object({
    kind: z.enum(['person', 'feed', 'system']),
    id: z.string().nullable(),
    name: z.string(),
    role: Role.nullable(),
  }),
  action: z.union([AlertAction, AlertEvent]),
  from: AlertState.nullable(),
  to: AlertState,
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** The report or request that caused it. */
  messageId: z.string().nullable(),
});
export type AlertEntry = z.infer<typeof AlertEntry>;
