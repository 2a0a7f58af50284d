import { z } from 'zod';
import { FreeText, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';
import { Role } from './role.js';

/** Ways to speak with a site or a convoy (SR-62). */
export const COMMS_MEANS = ['vhf', 'hf', 'satellite_phone', 'data'] as const;
export const CommsMeans = z.enum(COMMS_MEANS);
export type CommsMeans = z.infer<typeof CommsMeans>;

/** How a post of the call tree is reached; a telephone is no means of a radio check. */
export const CALL_MEANS = [...COMMS_MEANS, 'telephone'] as const;
export const CallMeans = z.enum(CALL_MEANS);
export type CallMeans = z.infer<typeof CallMeans>;

/** Posts that are called one after the other when a check is missed. A closed list: no name of a person can slip in. */
export const CALL_POSTS = [
  'radio_room',
  'convoy_commander',
  'escort_commander',
  'site_manager',
  'sector_operations',
  'air_operations',
  'security_adviser',
  'host_liaison',
  'medical_duty_officer',
  'chief_joc',
] as const;
export const CallPost = z.enum(CALL_POSTS);
export type CallPost = z.infer<typeof CallPost>;

/** A step of the call tree as every screen may show it. */
export const CallStep = z.object({ post: CallPost, means: CallMeans });
export type CallStep = z.infer<typeof CallStep>;

/** The same with how it is reached: personal data, kept apart from the picture, its changes and every record of acts. */
export const CallContact = CallStep.extend({
  contact: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(120, 'is longer than 120 characters')
    .regex(/^[^\p{Cc}]*$/u, 'has control characters')
    .nullable()
    .default(null),
});
export type CallContact = z.infer<typeof CallContact>;

/** Shortest tolerance, minutes: an exercise's steps rely on no check being missed sooner than this after it was heard. */
export const LEAST_TOLERANCE_MIN = 5;

/** When a check is due: at `anchorAt` and every so often after it; one counts for it from that much before to that much after. */
export const CheckSchedule = z.object({
  everyMin: z.int().min(15).max(1_440),
  toleranceMin: z.int().min(LEAST_TOLERANCE_MIN).max(240),
  anchorAt: InstantOut,
});
export type CheckSchedule = z.infer<typeof CheckSchedule>;

/**
 * `waiting`: no check is due yet (a convoy that has not left, a site that was never heard and that nobody put on watch);
 * `watched`: checks are due; `off`: a person took it off watch; `ended`: the convoy is in, or the site is closed.
 */
export const CommsState = z.enum(['waiting', 'watched', 'off', 'ended']);
export type CommsState = z.infer<typeof CommsState>;

/** How a site or a convoy is kept in contact with. Part of the picture, so it names no person and no number to call. */
export const Comms = z.object({
  /** `site:gao`, `convoy:BER-01`. */
  id: z.string(),
  version: z.int(),
  subject: z.object({ type: z.enum(['site', 'convoy']), id: z.string() }),
  state: CommsState,
  schedule: CheckSchedule,
  primary: CommsMeans,
  fallback: CommsMeans,
  callTree: z.array(CallStep),
  /** The newest contact by time of the fact. */
  lastContact: z.object({ at: InstantOut, means: CommsMeans, source: z.string() }).nullable(),
  /** The next check; a missed one is behind it. Null while none is due. */
  nextDueAt: InstantOut.nullable(),
  /** Checks missed in a row. */
  misses: z.int(),
});
export type Comms = z.infer<typeof Comms>;

/** `POST /api/comms/{id}/checks`: heard now by the primary means, unless said otherwise. */
export const RadioCheck = z.object({
  observedAt: InstantIn.optional(),
  means: CommsMeans.optional(),
  note: FreeText.nullable().default(null),
});
export type RadioCheck = z.infer<typeof RadioCheck>;

/** A check as a report of the feed `security`: `kind` tells it from an incident. Of a site or of a convoy. */
export const RadioCheckReport = z
  .object({
    reportId: SubjectId.optional(),
    kind: z.literal('radio_check'),
    siteId: SubjectId.optional(),
    convoyId: SubjectId.optional(),
    observedAt: InstantIn,
    source: ShortText,
    means: CommsMeans.optional(),
    text: FreeText.optional(),
  })
  .refine(({ siteId, convoyId }) => (siteId === undefined) !== (convoyId === undefined), {
    path: ['siteId'],
    error: 'or convoyId must be given, and not both',
  });
export type RadioCheckReport = z.infer<typeof RadioCheckReport>;

/** `PATCH /api/comms/{id}`, by who has seen this version. What is not named stays. */
export const CommsAmendment = z
  .object({
    version: z.int().positive(),
    everyMin: CheckSchedule.shape.everyMin.optional(),
    toleranceMin: CheckSchedule.shape.toleranceMin.optional(),
    anchorAt: InstantIn.optional(),
    primary: CommsMeans.optional(),
    fallback: CommsMeans.optional(),
    callTree: z.array(CallContact).max(20).optional(),
    /** True puts it on watch from now, false takes it off. */
    watched: z.boolean().optional(),
    reason: FreeText,
  })
  .strict();
export type CommsAmendment = z.infer<typeof CommsAmendment>;

/** `GET /api/comms/{id}/call-tree`. */
export const CallTree = z.object({ id: z.string(), version: z.int(), steps: z.array(CallContact) });
export type CallTree = z.infer<typeof CallTree>;

/** One line of what happened: a check heard or missed, a schedule changed. Never overwritten. */
export const CommsEntry = z.object({
  id: z.string(),
  commsId: z.string(),
  version: z.int(),
  at: InstantOut,
  observedAt: InstantOut,
  act: z.enum(['enter', 'check', 'miss', 'amend', 'begin', 'end']),
  who: z.object({
    kind: z.enum(['person', 'feed', 'system']),
    id: z.string().nullable(),
    name: z.string(),
    role: Role.nullable(),
  }),
  detail: z.record(z.string(), z.unknown()),
});
export type CommsEntry = z.infer<typeof CommsEntry>;
