import { z } from 'zod';
import type { Alert, AlertAction } from '../model/alert.js';

import { Credibility, FreeText, IncidentFacts, Reliability, ShortText } from '../model/incident.js';
import { InstantIn, type InstantOut } from '../model/instant.js';
import { SubjectId } from '../model/position.js';
import type { Role } from '../model/role.js';
import { Severity } from '../model/severity.js';

/** The version that the act was decided on. Another one since: 409 with `current`, whose `holder` was first. */
const versioned = z.object({ version: z.int().positive() });
const WithReason = versioned.extend({ reason: FreeText });
const MayHaveReason = versioned.extend({ reason: FreeText.optional() });

/** Bodies of `POST /api/alerts/{id}/{action}`; each answers 200 with the {@link Alert} as it then stands. */
export const ALERT_ACTION_BODIES = {
  acknowledge: versioned,
  assess: versioned.extend({
    reliability: Reliability,
    credibility: Credibility,
    /** Who or what is affected. */
    affected: FreeText.optional(),
    /** Confirmed when absent; changed only with a reason. */
    severity: Severity.optional(),
    reason: FreeText.optional(),
  }),
  respond: versioned.extend({
    tasks: z
      .array(z.object({ text: FreeText, owner: ShortText, dueAt: InstantIn }))
      .min(1)
      .max(50),
  }),
  assign: MayHaveReason.extend({ personId: z.string().min(1).max(64) }),
  escalate: MayHaveReason,
  /** `until` at most eight hours ahead (`SHELVE_AT_MOST_MS`). */
  shelve: WithReason.extend({ until: InstantIn }),
  unshelve: MayHaveReason,
  /** Ends this alert in favour of the main one. */
  merge: MayHaveReason.extend({ into: SubjectId }),
  'keep-apart': MayHaveReason.extend({ from: SubjectId }),
  'false-report': WithReason,
  resolve: versioned.extend({
    outcome: FreeText,
    casualties: z.enum(['final', 'provisional', 'none']).default('none'),
  }),
  reopen: WithReason,
  /** A line in its history. A version is only checked when it is given: a line never overwrites anything. */
  log: z.object({
    version: z.int().positive().optional(),
    text: FreeText,
    observedAt: InstantIn.optional(),
    /** Marks a task of the response as done. */
    taskDone: z.string().max(64).optional(),
  }),
  /** Takes the caller's own last act back, as an entry of its own. */
  undo: MayHaveReason,
} satisfies Record<AlertAction, z.ZodObject>;
export type AlertActionBody<Action extends AlertAction> = z.infer<(typeof ALERT_ACTION_BODIES)[Action]>;
export type AlertActionInput<Action extends AlertAction> = z.input<(typeof ALERT_ACTION_BODIES)[Action]>;

/** Body of `POST /api/incidents` (201 with the Incident): a person's report. Without `incidentId` it is a new one. */
export const NewIncident = IncidentFacts.extend({ incidentId: SubjectId.optional() });
export type NewIncident = z.infer<typeof NewIncident>;

/** `alerts:attention`: an alert that wants people now. Changes are the truth; this only says whom to wake, and why. */
export interface AlertAttention {
  alertId: string;
  version: number;
  why: 'raised' | 'escalated' | 'reraised' | 'unshelved' | 'overdue';
  severity: Alert['severity'];
  kind: Alert['kind'];
  level: number;
  /** Roles that are called at this level. */
  calls: Role[];
  dueAt: InstantOut | null;
}
