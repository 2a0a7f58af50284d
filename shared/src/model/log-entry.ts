import { z } from 'zod';
import { FreeText, IncidentFacts, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';
import { Role } from './role.js';

/** What a line of the watch log is about. */
export const LogSubject = z.object({
  type: z.enum(['convoy', 'unit', 'site', 'alert', 'incident', 'feed', 'shift']),
  id: SubjectId,
});
export type LogSubject = z.infer<typeof LogSubject>;

/** What staff hear by voice, with the time of the fact and the source. `POST /api/log`. */
export const NewLogEntry = z.object({
  text: FreeText,
  /** When it happened; now, unless said. */
  observedAt: InstantIn.optional(),
  source: ShortText.nullable().default(null),
  subjects: z.array(LogSubject).max(20).default([]),
  /** Id of the line that this one puts right; that one stays as it is. */
  corrects: z
    .string()
    .regex(/^\d{1,18}$/, 'is no line of the log')
    .nullable()
    .default(null),
  /** Given when it is an incident: it enters like any report, with the entry's text, time and source. */
  incident: IncidentFacts.omit({ text: true, observedAt: true, source: true })
    .extend({ incidentId: SubjectId.optional() })
    .optional(),
});
export type NewLogEntry = z.infer<typeof NewLogEntry>;

/** One line of the room's watch log. Never edited: a correction is a line of its own. */
export const LogEntry = z.object({
  id: z.string(),
  version: z.int(),
  at: InstantOut,
  observedAt: InstantOut,
  who: z.object({ personId: z.string(), name: z.string(), role: Role }),
  text: z.string(),
  source: z.string().nullable(),
  subjects: z.array(LogSubject),
  corrects: z.string().nullable(),
  /** The newest line that puts this one right. */
  correctedBy: z.string().nullable(),
  incidentId: z.string().nullable(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** What the change log, which walls read too, tells of a line: neither its words nor who wrote it. */
export const LogNews = LogEntry.pick({ id: true, version: true, at: true, observedAt: true, subjects: true })
  .extend({ role: Role, corrects: z.string().nullable() })
  .strict();
export type LogNews = z.infer<typeof LogNews>;
