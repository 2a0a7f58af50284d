import { z } from 'zod';
import { FreeText, IncidentFacts, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';
import { Role } from './role.js';

/** What staff hear by voice, with the time of the fact and the source. `POST /api/log`. */
export const NewLogEntry = z.object({
  text: FreeText,
  /** When it happened; now, unless said. */
  observedAt: InstantIn.optional(),
  source: ShortText.nullable().default(null),
  /** Given when it is an incident: it enters like any report, with the entry's text, time and source. */
  incident: IncidentFacts.omit({ text: true, observedAt: true, source: true })
    .extend({ incidentId: SubjectId.optional() })
    .optional(),
});
export type NewLogEntry = z.infer<typeof NewLogEntry>;

/** One line of the room's watch log. Never edited. */
export const LogEntry = z.object({
  id: z.string(),
  version: z.int(),
  at: InstantOut,
  observedAt: InstantOut,
  who: z.object({ personId: z.string(), name: z.string(), role: Role }),
  text: z.string(),
  source: z.string().nullable(),
  incidentId: z.string().nullable(),
});
export type LogEntry = z.infer<typeof LogEntry>;
