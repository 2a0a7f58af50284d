import { z } from 'zod';
import { EntryWay, Reliability, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';
import { Role } from './role.js';

/** What is asked of an authority, or ordered by one; each kind has its own life cycle. */
export const DOSSIER_KINDS = ['movement', 'flight-request', 'consignment', 'restriction'] as const;
export const DossierKind = z.enum(DOSSIER_KINDS);
export type DossierKind = z.infer<typeof DossierKind>;

/** Whom a request or a consignment serves: a refusal or a hold falls on them. */
export const Dependant = z.object({ type: z.enum(['convoy', 'site', 'patient']), id: SubjectId });
export type Dependant = z.infer<typeof Dependant>;
export const Dependants = z.array(Dependant).max(20);

/** From when to when something holds. */
export const SpanIn = z
  .object({ from: InstantIn, to: InstantIn })
  .refine(({ from, to }) => from < to, { error: 'must begin before it ends', path: ['to'] });
export const Span = z.object({ from: InstantOut, to: InstantOut });
export type Span = z.infer<typeof Span>;

/** What every report of a dossier says of itself, beside its facts. */
export const dossierReport = {
  reportId: SubjectId.optional(),
  /** When it was so. */
  observedAt: InstantIn,
  /** Who says so. */
  source: ShortText,
  reliability: Reliability.optional(),
  reason: ShortText.optional(),
} as const;

/** What every dossier shows, whatever its kind. */
export const dossierHead = {
  id: z.string(),
  version: z.int(),
  /** When it came to the state that it is in. */
  since: InstantOut,
  /** Why it is in it, where that was said. */
  reason: z.string().nullable(),
  /** Rises by one each time it is asked anew after an end. */
  revision: z.int(),
  /** Time of the newest fact, and when we learned of the newest report. */
  lastObservedAt: InstantOut,
  receivedAt: InstantOut,
  /** Who says so, in the newest report. */
  source: z.string(),
  /** How many reports it rests on. */
  reports: z.int(),
  /** Made up for an exercise; never shown as fact. */
  invented: z.boolean(),
} as const;

/**
 * One report of a dossier, in order of the facts, with what came of it.
 * - `moved`: to another state; - `noted`: facts only; - `refused`: not allowed from the state that it met.
 */
export const DossierEntry = z.object({
  id: z.string(),
  version: z.int(),
  reportId: z.string(),
  outcome: z.enum(['moved', 'noted', 'refused']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Why it was refused, and what would have been allowed. */
  refusal: z.string().nullable(),
  allowed: z.array(z.string()),
  reason: z.string().nullable(),
  /** Older than what was known when it came. */
  late: z.boolean(),
  observedAt: InstantOut,
  receivedAt: InstantOut,
  way: z.union([EntryWay, z.literal('system')]),
  source: z.string(),
  who: z.object({ kind: z.enum(['person', 'feed', 'system']), name: z.string(), role: Role.nullable() }),
  facts: z.record(z.string(), z.unknown()),
});
export type DossierEntry = z.infer<typeof DossierEntry>;
