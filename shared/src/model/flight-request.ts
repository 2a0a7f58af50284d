import { z } from 'zod';
import { Dependants, dossierHead, dossierReport, Span, SpanIn } from './dossier.js';
import { ShortText } from './incident.js';
import { InstantOut } from './instant.js';
import { SubjectId } from './position.js';

export const FLIGHT_REQUEST_STATES = [
  'drafted',
  'submitted',
  'under_review',
  'approved',
  'denied',
  'used',
  'expired',
  'revoked',
  'withdrawn',
] as const;
export const FlightRequestState = z.enum(FLIGHT_REQUEST_STATES);
export type FlightRequestState = z.infer<typeof FlightRequestState>;

export const FlightPurpose = z.enum(['regular', 'resupply', 'troop_move', 'air_cover', 'reconnaissance', 'medevac']);
export type FlightPurpose = z.infer<typeof FlightPurpose>;

/** One leg, and what was decided of it; a partial approval is stored leg by leg. */
export const FlightLeg = z.object({
  from: ShortText,
  to: ShortText,
  decision: z.enum(['asked', 'approved', 'denied']).default('asked'),
  reason: ShortText.optional(),
});
export type FlightLeg = z.infer<typeof FlightLeg>;

const FlightFacts = z.object({
  aircraft: ShortText.optional(),
  callSign: ShortText.optional(),
  purpose: FlightPurpose.optional(),
  /** Sets how long an answer may take; a medevac is always answered at once. */
  urgent: z.boolean().optional(),
  legs: z.array(FlightLeg).min(1).max(20).optional(),
  /** When it is to fly. */
  wanted: SpanIn.optional(),
  addressee: ShortText.optional(),
  reference: ShortText.optional(),
  /** From when to when the approval holds. */
  window: SpanIn.optional(),
  conditions: ShortText.optional(),
  dependants: Dependants.optional(),
  /** The aircraft had taken off already. */
  inTheAir: z.boolean().optional(),
  /** It flew though nobody had approved it: medevac alone, by the commander, with a reason. */
  withoutApproval: z.boolean().optional(),
  invented: z.boolean().optional(),
});

/** One report of the feed `airspace` about a request. Without `state` it tells facts alone. */
export const FlightReport = FlightFacts.extend({
  ...dossierReport,
  requestId: SubjectId,
  state: FlightRequestState.optional(),
});
export type FlightReport = z.infer<typeof FlightReport>;

/** A request for flight clearance. No reply is not an approval. */
export const FlightRequest = z.object({
  ...dossierHead,
  state: FlightRequestState,
  aircraft: z.string().nullable(),
  callSign: z.string().nullable(),
  purpose: FlightPurpose,
  urgent: z.boolean(),
  legs: z.array(FlightLeg),
  /** Some legs were approved and others denied. */
  partial: z.boolean(),
  wanted: Span.nullable(),
  addressee: z.string().nullable(),
  reference: z.string().nullable(),
  /** When it was handed to the authority, in this revision. */
  submittedAt: InstantOut.nullable(),
  /** When the authority first decided, in this revision. */
  answeredAt: InstantOut.nullable(),
  window: Span.nullable(),
  conditions: z.string().nullable(),
  dependants: Dependants,
  inTheAir: z.boolean(),
  withoutApproval: z.boolean(),
});
export type FlightRequest = z.infer<typeof FlightRequest>;

const Entered = FlightFacts.extend({ observedAt: dossierReport.observedAt.optional(), source: ShortText.optional() });
/** `POST /api/flight-requests`. */
export const NewFlightRequest = Entered.extend({ id: SubjectId.optional(), purpose: FlightPurpose });
/** `PATCH /api/flight-requests/{id}`: facts that are given replace what was known. */
export const FlightRequestAmendment = Entered.extend({ version: z.int() });
/** `POST /api/flight-requests/{id}/transitions`. */
export const FlightRequestTransition = FlightRequestAmendment.extend({
  to: FlightRequestState,
  reason: ShortText.optional(),
});
