import { z } from 'zod';
import { Dependants, dossierHead, dossierReport, Span, SpanIn } from './dossier.js';
import { ShortText } from './incident.js';
import { InstantOut } from './instant.js';
import { SubjectId } from './position.js';

export const MOVEMENT_STATES = [
  'planned',
  'submitted',
  'refused',
  'approved',
  'expired',
  'departed',
  'at_checkpoint',
  'delayed',
  'attacked',
  'aborted',
  'arrived',
  'closed',
] as const;
export const MovementState = z.enum(MOVEMENT_STATES);
export type MovementState = z.infer<typeof MovementState>;

/** Why a movement is delayed. */
export const DelayCause = z.enum([
  'breakdown',
  'road',
  'weather',
  'device_search',
  'checkpoint',
  'attack',
  'night_halt',
  'no_air_cover',
  'supply',
]);
export type DelayCause = z.infer<typeof DelayCause>;

/** Who gives cover where nobody does; whoever moves so must say why. */
export const NO_COVER = 'none';

/** A part of a movement that travels by itself; it stays one movement. */
export const MovementGroup = z.object({ name: ShortText, unitIds: z.array(SubjectId).max(200) });
export type MovementGroup = z.infer<typeof MovementGroup>;

const Count = z.int().min(0).max(100_000);

const MovementFacts = z.object({
  fromPlace: ShortText.optional(),
  toPlace: ShortText.optional(),
  /** When it is to leave, from and to. */
  wanted: SpanIn.optional(),
  vehicles: Count.optional(),
  people: Count.optional(),
  load: ShortText.optional(),
  commander: ShortText.optional(),
  /** Named, or `none`, with the reason in the report or in `withoutReason`. */
  escort: ShortText.optional(),
  medicalCover: ShortText.optional(),
  airCover: ShortText.optional(),
  withoutReason: ShortText.optional(),
  addressee: ShortText.optional(),
  /** Reference of the outside authority, where the road needs its word. */
  reference: ShortText.optional(),
  /** From when to when the approval holds. */
  window: SpanIn.optional(),
  conditions: ShortText.optional(),
  checkpoint: ShortText.optional(),
  delayCause: DelayCause.optional(),
  groups: z.array(MovementGroup).max(20).optional(),
  /** As counted where it arrived. */
  vehiclesArrived: Count.optional(),
  peopleArrived: Count.optional(),
  returnPlace: ShortText.optional(),
  /** What waits behind it: sites, other convoys. */
  dependants: Dependants.optional(),
  invented: z.boolean().optional(),
});

/** One report of the feed `movements`. Without `state` it tells facts alone. */
export const MovementReport = MovementFacts.extend({
  ...dossierReport,
  convoyId: SubjectId,
  state: MovementState.optional(),
});
export type MovementReport = z.infer<typeof MovementReport>;

/** One time that a movement stood still against its plan. */
export const Delay = z.object({
  from: InstantOut,
  /** Null while it lasts. */
  to: InstantOut.nullable(),
  cause: DelayCause.nullable(),
  reason: z.string().nullable(),
});
export type Delay = z.infer<typeof Delay>;

/** Permission and course of a convoy's movement, under the convoy's own id. Where it is, its positions say. */
export const Movement = z.object({
  ...dossierHead,
  state: MovementState,
  fromPlace: z.string().nullable(),
  toPlace: z.string().nullable(),
  wanted: Span.nullable(),
  vehicles: z.int().nullable(),
  people: z.int().nullable(),
  load: z.string().nullable(),
  commander: z.string().nullable(),
  escort: z.string().nullable(),
  medicalCover: z.string().nullable(),
  airCover: z.string().nullable(),
  withoutReason: z.string().nullable(),
  addressee: z.string().nullable(),
  reference: z.string().nullable(),
  /** When permission was asked for, in this revision. */
  submittedAt: InstantOut.nullable(),
  /** When it was first granted or refused, in this revision. */
  answeredAt: InstantOut.nullable(),
  window: Span.nullable(),
  conditions: z.string().nullable(),
  departedAt: InstantOut.nullable(),
  /** It left before or after what was approved. */
  outsideWindow: z.boolean(),
  checkpoint: z.string().nullable(),
  delays: z.array(Delay),
  /** When each attack on it was told; it can still arrive. */
  attackedAt: z.array(InstantOut),
  groups: z.array(MovementGroup),
  vehiclesArrived: z.int().nullable(),
  peopleArrived: z.int().nullable(),
  returnPlace: z.string().nullable(),
  dependants: Dependants,
});
export type Movement = z.infer<typeof Movement>;

const Entered = MovementFacts.extend({
  observedAt: dossierReport.observedAt.optional(),
  source: ShortText.optional(),
  reason: ShortText.optional(),
});
/** `POST /api/movements`: `id` is the convoy's. */
export const NewMovement = Entered.extend({ id: SubjectId });
/** `PATCH /api/movements/{id}`: facts that are given replace what was known. */
export const MovementAmendment = Entered.extend({ version: z.int() });
/** `POST /api/movements/{id}/transitions`. */
export const MovementTransition = MovementAmendment.extend({ to: MovementState });
