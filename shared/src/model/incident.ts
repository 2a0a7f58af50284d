import { z } from 'zod';
import { CasualtyFigure, DatedFigure } from './casualties.js';
import { IncidentKind } from './incident-kind.js';
import { InstantIn, InstantOut } from './instant.js';
import { Methane } from './methane.js';
import { SubjectId } from './position.js';
import { Severity } from './severity.js';

/** Reliability of a source (A completely reliable … F cannot be judged). */
export const Reliability = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);
export type Reliability = z.infer<typeof Reliability>;
/** Credibility of what it says (1 confirmed … 6 cannot be judged). */
export const Credibility = z.int().min(1).max(6);
export type Credibility = z.infer<typeof Credibility>;

const line = (most: number) =>
  z
    .string({ error: 'must be text' })
    .trim()
    .min(1, 'must not be empty')
    .max(most, `is longer than ${most} characters`)
    .regex(/^[^\p{Cs}\0]*$/u, 'has half of a character or a zero character');
/** Free words of a person, one line or several. */
export const FreeText = line(4_000);
export const ShortText = line(300);

/** For or against whom, how many, and what it does to the gate. */
export const Demonstration = z.object({
  stance: z.enum(['for', 'against', 'unknown']).default('unknown'),
  size: z.int().min(0).max(1_000_000).nullable().default(null),
  /** True: nothing leaves by this gate until a later report says false. */
  gateBlocked: z.boolean().nullable().default(null),
});
export type Demonstration = z.infer<typeof Demonstration>;

/** What false content claims, how far it reached, what was answered, and which event it follows or causes. */
export const FalseContent = z.object({
  claim: FreeText,
  reach: ShortText.nullable().default(null),
  response: ShortText.nullable().default(null),
  incidentId: SubjectId.nullable().default(null),
});
export type FalseContent = z.infer<typeof FalseContent>;

/** What is reported of an incident, whichever way it comes in. */
export const IncidentFacts = z.object({
  kind: IncidentKind,
  severity: Severity,
  /** When it happened. */
  observedAt: InstantIn,
  /** Who says so. Nothing is claimed without one. */
  source: ShortText,
  text: FreeText,
  lat: z.number({ error: 'must be a number of degrees from -90 to 90' }).min(-90).max(90).optional(),
  lon: z.number({ error: 'must be a number of degrees from -180 to 180' }).min(-180).max(180).optional(),
  /** A place of the theatre's gazetteer, by id or by any of its names; stands for `lat lon`. */
  place: ShortText.optional(),
  /** What is known of where it really was: `near Ber; exact place not published`. */
  placeNote: ShortText.optional(),
  reliability: Reliability.optional(),
  credibility: Credibility.optional(),
  /** Who did it, when a source names them. Empty unless said; `unidentified` may be said. */
  actor: ShortText.optional(),
  /** The convoy it happened to; `convoyIds` when there are several. */
  convoyId: SubjectId.optional(),
  convoyIds: z.array(SubjectId).max(20).optional(),
  siteId: SubjectId.optional(),
  siteIds: z.array(SubjectId).max(20).optional(),
  casualties: z.array(CasualtyFigure).max(30).optional(),
  /** True when the casualty figures of this report are final. */
  casualtiesFinal: z.boolean().optional(),
  methane: Methane.optional(),
  demonstration: Demonstration.optional(),
  falseContent: FalseContent.optional(),
  /** The hour is invented, so that events can be ordered; it is never shown as fact. */
  syntheticTime: z.boolean().optional(),
});
export type IncidentFacts = z.infer<typeof IncidentFacts>;

/** One report of the feed `security` as it comes in. The same incident again is a further source or a correction. */
export const IncidentReport = IncidentFacts.extend({ reportId: SubjectId.optional(), incidentId: SubjectId });
export type IncidentReport = z.infer<typeof IncidentReport>;

/** How a report came in. */
export const EntryWay = z.enum(['feed', 'form', 'log']);
export type EntryWay = z.infer<typeof EntryWay>;

/** One report of an incident as it was given: its source, its words and its two times. Never edited. */
export const IncidentSource = z.object({
  id: z.string(),
  /** Place in the incident's own history, from 1. */
  version: z.int(),
  reportId: z.string(),
  way: EntryWay,
  /** Who brought it in: the name of a token or of a person. */
  enteredBy: z.string(),
  source: z.string(),
  reliability: Reliability.nullable(),
  credibility: Credibility.nullable(),
  kind: IncidentKind,
  severity: Severity,
  text: z.string(),
  observedAt: InstantOut,
  receivedAt: InstantOut,
  casualties: z.array(CasualtyFigure),
  casualtiesFinal: z.boolean(),
  syntheticTime: z.boolean(),
  /** True when it was older than what was known, so that it went to history and moved nothing. */
  late: z.boolean(),
});
export type IncidentSource = z.infer<typeof IncidentSource>;

/**
 * A fact with sources, corrections and history; it has no acknowledgement (that is its alert's).
 * The head is by the newest report by time of the fact; `observedAt` is that of the first.
 */
export const Incident = z.object({
  id: z.string(),
  version: z.int(),
  kind: IncidentKind,
  severity: Severity,
  text: z.string(),
  /** When it happened, by the first report. */
  observedAt: InstantOut,
  /** When we first learned of it. */
  receivedAt: InstantOut,
  /** Time of the fact in the newest report. */
  lastObservedAt: InstantOut,
  syntheticTime: z.boolean(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** `given`: as reported; `place`: those of the named town, not of the incident; `none`: it has no place. */
  positionBasis: z.enum(['given', 'place', 'none']),
  placeId: z.string().nullable(),
  /** The place in the reporter's words, also when the gazetteer does not know it. */
  place: z.string().nullable(),
  placeNote: z.string().nullable(),
  actor: z.string().nullable(),
  convoyIds: z.array(z.string()),
  siteIds: z.array(z.string()),
  /** The newest figure of each group and harm. All of them: `GET /api/incidents/{id}/history`. */
  casualties: z.array(DatedFigure),
  methane: Methane.nullable(),
  demonstration: Demonstration.nullable(),
  falseContent: FalseContent.nullable(),
  /** The alert that asks somebody to act on it, if one does. */
  alertId: z.string().nullable(),
  /** How many reports it rests on. */
  reports: z.int(),
  /** The newest of them, at most ten, newest last. */
  sources: z.array(IncidentSource),
});
export type Incident = z.infer<typeof Incident>;
