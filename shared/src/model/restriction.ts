import { z } from 'zod';
import { dossierHead, dossierReport, Span, SpanIn } from './dossier.js';
import { ShortText } from './incident.js';
import { SubjectId } from './position.js';

export const RESTRICTION_STATES = ['in_force', 'lifted'] as const;
export const RestrictionState = z.enum(RESTRICTION_STATES);
export type RestrictionState = z.infer<typeof RestrictionState>;

const RestrictionFacts = z.object({
  /** Airfield or crossing that it falls on. */
  place: ShortText.optional(),
  kind: z.enum(['notam', 'aircraft_hit', 'shelling', 'uncertain', 'closed', 'other']).optional(),
  window: SpanIn.optional(),
  /** The incident that it follows from. */
  incidentId: SubjectId.optional(),
  invented: z.boolean().optional(),
});

/** One report of the feed `airspace` about a restriction on an airfield or crossing. */
export const RestrictionReport = RestrictionFacts.extend({
  ...dossierReport,
  restrictionId: SubjectId,
  state: RestrictionState.optional(),
});
export type RestrictionReport = z.infer<typeof RestrictionReport>;

/** A dated restriction on an airfield or a crossing: approvals and goods that touch it are flagged. */
export const Restriction = z.object({
  ...dossierHead,
  state: RestrictionState,
  place: z.string(),
  /** The place in the gazetteer, where it is known. */
  placeId: z.string().nullable(),
  /** Whatever else the place may be called in a request: its names, and those of the town that the airfield belongs to. */
  names: z.array(z.string()),
  kind: z.enum(['notam', 'aircraft_hit', 'shelling', 'uncertain', 'closed', 'other']),
  /** Null: until it is lifted. */
  window: Span.nullable(),
  /** The incident that it follows from, such as a hit on an aircraft. */
  incidentId: z.string().nullable(),
});
export type Restriction = z.infer<typeof Restriction>;

const Entered = RestrictionFacts.extend({
  observedAt: dossierReport.observedAt.optional(),
  source: ShortText.optional(),
  reason: ShortText.optional(),
});
export const NewRestriction = Entered.extend({ id: SubjectId.optional(), place: ShortText });
export const RestrictionAmendment = Entered.extend({ version: z.int() });
export const RestrictionTransition = RestrictionAmendment.extend({ to: RestrictionState });
