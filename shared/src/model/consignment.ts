import { z } from 'zod';
import { Dependants, dossierHead, dossierReport, Span, SpanIn } from './dossier.js';
import { ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';

export const CONSIGNMENT_STATES = [
  'prepared',
  'filed',
  'documents_requested',
  'held',
  'released',
  'rejected',
  'moved',
] as const;
export const ConsignmentState = z.enum(CONSIGNMENT_STATES);
export type ConsignmentState = z.infer<typeof ConsignmentState>;

export const GoodsClass = z.enum([
  'fuel',
  'food',
  'water',
  'medicine',
  'spare_parts',
  'equipment',
  'vehicles',
  'sensitive',
  'other',
]);
export type GoodsClass = z.infer<typeof GoodsClass>;
const LIFE_SUPPORT: ReadonlySet<GoodsClass> = new Set(['fuel', 'food', 'water', 'medicine', 'spare_parts']);
/** A site cannot live without these. */
export function isLifeSupport(goods: GoodsClass): boolean {
  return LIFE_SUPPORT.has(goods);
}

export const HoldGround = z.enum(['directive_2023_06_27', 'papers', 'search', 'other']);
export type HoldGround = z.infer<typeof HoldGround>;

const ConsignmentFacts = z.object({
  direction: z.enum(['import', 'export', 'transit']).optional(),
  /** Contingent-owned, UN-owned, or a contractor's. */
  owner: z.enum(['COE', 'UNOE', 'contractor']).optional(),
  goods: GoodsClass.optional(),
  description: ShortText.optional(),
  /** Crossing or port, by place. */
  crossing: ShortText.optional(),
  valueUsd: z.number().min(0).max(1e12).optional(),
  declaration: ShortText.optional(),
  /** What the authority wants to see, and until when. */
  papers: z.array(ShortText).max(30).optional(),
  papersDueAt: InstantIn.optional(),
  holdGround: HoldGround.optional(),
  releasePaper: ShortText.optional(),
  /** From when to when the release paper holds. */
  releaseWindow: SpanIn.optional(),
  /** Days of stock left at the site that waits for it, as counted at the time of this report. */
  stockDays: z.number().min(0).max(1_000).optional(),
  movedBy: SubjectId.optional(),
  dependants: Dependants.optional(),
  invented: z.boolean().optional(),
});

/** One report of the feed `customs`. Without `state` it tells facts alone. */
export const ConsignmentReport = ConsignmentFacts.extend({
  ...dossierReport,
  consignmentId: SubjectId,
  state: ConsignmentState.optional(),
});
export type ConsignmentReport = z.infer<typeof ConsignmentReport>;

/** One time that the authority held the goods. */
export const Hold = z.object({
  from: InstantOut,
  /** Null while it lasts. */
  to: InstantOut.nullable(),
  ground: HoldGround.nullable(),
  reason: z.string().nullable(),
});
export type Hold = z.infer<typeof Hold>;

/** Goods on their way through customs. */
export const Consignment = z.object({
  ...dossierHead,
  state: ConsignmentState,
  direction: z.enum(['import', 'export', 'transit']),
  owner: z.enum(['COE', 'UNOE', 'contractor']).nullable(),
  goods: GoodsClass,
  description: z.string().nullable(),
  crossing: z.string().nullable(),
  valueUsd: z.number().nullable(),
  declaration: z.string().nullable(),
  filedAt: InstantOut.nullable(),
  papers: z.array(z.string()),
  papersDueAt: InstantOut.nullable(),
  /** Each time that it was held; their days add up. */
  holds: z.array(Hold),
  releasePaper: z.string().nullable(),
  releaseWindow: Span.nullable(),
  stock: z.object({ days: z.number(), at: InstantOut }).nullable(),
  movedBy: z.string().nullable(),
  dependants: Dependants,
  /** Standing restrictions that fall on it, such as the directive of 27 June 2023 on imports filed from that day. */
  underDirective: z.boolean(),
});
export type Consignment = z.infer<typeof Consignment>;

const Entered = ConsignmentFacts.extend({
  observedAt: dossierReport.observedAt.optional(),
  source: ShortText.optional(),
});
/** `POST /api/consignments`. */
export const NewConsignment = Entered.extend({
  id: SubjectId.optional(),
  direction: z.enum(['import', 'export', 'transit']),
  goods: GoodsClass,
});
/** `PATCH /api/consignments/{id}`: facts that are given replace what was known. */
export const ConsignmentAmendment = Entered.extend({ version: z.int() });
/** `POST /api/consignments/{id}/transitions`. */
export const ConsignmentTransition = ConsignmentAmendment.extend({
  to: ConsignmentState,
  reason: ShortText.optional(),
});

const DAY_MS = 86_400_000;

/** Days that it was held in all, up to an instant. */
export function daysHeld(holds: readonly Hold[], now: number): number {
  const heldMs = holds.map(({ from, to }) => Math.max(0, (to === null ? now : Date.parse(to)) - Date.parse(from)));
  return heldMs.reduce((sum, ms) => sum + ms, 0) / DAY_MS;
}

/** Days of stock left at an instant, by what was last counted; null where nobody counted. */
export function daysOfStock({ stock }: Consignment, now: number): number | null {
  return stock && Math.max(0, stock.days - Math.max(0, now - Date.parse(stock.at)) / DAY_MS);
}
