import { z } from 'zod';
import { FreeText, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { Role } from './role.js';
import { Severity } from './severity.js';

/** A place in the room that somebody must fill at every hour. Who stands at it has the role of the same name. */
export const ShiftPost = Role.exclude(['wall', 'administrator']);
export type ShiftPost = z.infer<typeof ShiftPost>;
export const SHIFT_POSTS: readonly ShiftPost[] = ShiftPost.options;

/**
 * - `planned`: on the roster; - `on_watch`: responsible for the post; - `handover_drafted`: by the system, before the
 * end; - `handover_reviewed`: by the outgoing officer; - `relieved`: by the second signature, or `cancelled` before it
 * began. Whoever is in one of the three in the middle is responsible.
 */
export const SHIFT_STATES = [
  'planned',
  'on_watch',
  'handover_drafted',
  'handover_reviewed',
  'relieved',
  'cancelled',
] as const;
export const ShiftState = z.enum(SHIFT_STATES);
export type ShiftState = z.infer<typeof ShiftState>;

/** States in which a shift is responsible for its post. */
export const ON_WATCH: readonly ShiftState[] = ['on_watch', 'handover_drafted', 'handover_reviewed'];
export const isOnWatch = (shift: { state: ShiftState }): boolean => ON_WATCH.includes(shift.state);

const MINUTE_MS = 60_000;
/** The system drafts the handover this long before the end of a shift. */
export const DRAFT_BEFORE_MS = 30 * MINUTE_MS;
/** Nobody has come this long after the end: the chief JOC is called. */
export const RELIEF_LATE_AFTER_MS = 15 * MINUTE_MS;
/** How far ahead a handover looks: departures, expiries. */
export const DUE_WITHIN_MS = 12 * 60 * MINUTE_MS;
/** Longest shift that can be entered. */
export const LONGEST_SHIFT_MS = 24 * 60 * MINUTE_MS;

/** Who is meant, by the roster; `personId` is null for a name that nobody here signs in by. */
export const ShiftPerson = z.object({ personId: z.string().nullable(), name: z.string() });
export type ShiftPerson = z.infer<typeof ShiftPerson>;

/** Who did something to a handover. */
export const ShiftDoer = z.object({ personId: z.string(), name: z.string(), role: Role });
export type ShiftDoer = z.infer<typeof ShiftDoer>;
export const Mark = z.object({ by: ShiftDoer, at: InstantOut });
export type Mark = z.infer<typeof Mark>;

/** Parts of a handover, in their order. The last two tell; all others must be ticked by who takes over. */
export const HANDOVER_SECTIONS = ['alerts', 'shelved', 'convoys', 'due', 'feeds', 'changed', 'log'] as const;
export const HandoverSection = z.enum(HANDOVER_SECTIONS);
export type HandoverSection = z.infer<typeof HandoverSection>;
export const mustBeTicked = (section: HandoverSection): boolean => section !== 'changed' && section !== 'log';

/** One thing that the next officer must know. Its facts are figures and ids: the screen says them in its language. */
export const HandoverItem = z.object({
  /** Stable over drafts, such as `alert:A-1`. */
  id: z.string(),
  section: HandoverSection,
  severity: Severity.nullable(),
  /** `kind` says what the item tells of, such as `task`, `departure` or `site`. */
  subject: z.object({ type: z.string(), id: z.string() }),
  /** Words of a person or a source, as they were given; empty when there are none. */
  text: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The incoming officer has taken note of it. */
  tick: Mark.nullable(),
});
export type HandoverItem = z.infer<typeof HandoverItem>;

export const HandoverQuestion = z.object({
  id: z.string(),
  /** The item it is about; null: the handover as a whole. */
  itemId: z.string().nullable(),
  text: z.string(),
  by: ShiftDoer,
  at: InstantOut,
  answer: Mark.extend({ text: z.string() }).nullable(),
});
export type HandoverQuestion = z.infer<typeof HandoverQuestion>;

export const SIGNERS = ['outgoing', 'incoming'] as const;
export const Signer = z.enum(SIGNERS);
export type Signer = z.infer<typeof Signer>;

export const Handover = z.object({
  draftedAt: InstantOut,
  /** As of when its items are. */
  asOf: InstantOut,
  items: z.array(HandoverItem),
  remarks: z.string().nullable(),
  reviewed: Mark.nullable(),
  questions: z.array(HandoverQuestion),
  outgoing: Mark.nullable(),
  incoming: Mark.nullable(),
});
export type Handover = z.infer<typeof Handover>;

/** A post from one hour to another, who stands at it, and the handover at its end. */
export const Shift = z.object({
  id: z.string(),
  version: z.int(),
  post: ShiftPost,
  startsAt: InstantOut,
  endsAt: InstantOut,
  person: ShiftPerson,
  /** The name on the roster, when another one took the shift. */
  insteadOf: z.string().nullable(),
  state: ShiftState,
  /** When responsibility came to it, and when it passed on. */
  tookOverAt: InstantOut.nullable(),
  relievedAt: InstantOut.nullable(),
  /** Nobody came in time: the chief JOC was called. */
  reliefLate: z.boolean(),
  handover: Handover.nullable(),
  source: z.enum(['calendar', 'form', 'handover']),
});
export type Shift = z.infer<typeof Shift>;

/** One step of a shift. Nothing is overwritten. */
export const ShiftEntry = z.object({
  id: z.string(),
  shiftId: z.string(),
  version: z.int(),
  at: InstantOut,
  /** Null: by itself. */
  who: ShiftDoer.nullable(),
  act: z.string(),
  from: ShiftState.nullable(),
  to: ShiftState,
  detail: z.record(z.string(), z.unknown()),
});
export type ShiftEntry = z.infer<typeof ShiftEntry>;

/** What the change log, which walls read too, tells of a shift: no names and no words of people. */
export const ShiftNews = Shift.pick({ id: true, version: true, post: true, startsAt: true, endsAt: true, state: true })
  .extend({ reliefLate: z.boolean() })
  .strict();
export type ShiftNews = z.infer<typeof ShiftNews>;

const version = { version: z.int().positive() };
const ItemId = z.string().min(1).max(200);

/** What a person can do to a handover, with what each act takes: the last word of `POST /api/shifts/{id}/{act}`. */
export const SHIFT_ACT_BODIES = {
  /** Draft before the system does, for whoever leaves early. */
  draft: z.object({ ...version }),
  /** Take in what has changed since the draft; ticks stay on what is the same. */
  'take-in': z.object({ ...version }),
  review: z.object({ ...version, remarks: FreeText.nullable().default(null) }),
  tick: z.object({
    ...version,
    itemIds: z.array(ItemId).min(1, 'must name an item').max(5_000),
    ticked: z.boolean().default(true),
  }),
  ask: z.object({ ...version, itemId: ItemId.nullable().default(null), text: FreeText }),
  answer: z.object({ ...version, questionId: z.string().max(100), text: FreeText }),
  sign: z.object({ ...version, as: Signer }),
  cancel: z.object({ ...version, reason: ShortText }),
} as const;
export type ShiftAct = keyof typeof SHIFT_ACT_BODIES;
export type ShiftActBody<Act extends ShiftAct = ShiftAct> = z.infer<(typeof SHIFT_ACT_BODIES)[Act]>;
export type ShiftActInput<Act extends ShiftAct = ShiftAct> = z.input<(typeof SHIFT_ACT_BODIES)[Act]>;

const times = { startsAt: InstantIn, endsAt: InstantIn };

/** A shift on the roster. `POST /api/shifts`. */
export const NewShift = z
  .object({ post: ShiftPost, name: ShortText, ...times })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { error: 'must be after startsAt', path: ['endsAt'] })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= LONGEST_SHIFT_MS, {
    error: 'must be within 24 hours of startsAt',
    path: ['endsAt'],
  });
export type NewShift = z.infer<typeof NewShift>;

/** Takes a post that nobody stands at. `POST /api/shifts/take`. */
export const TakePost = z.object({ endsAt: InstantIn.optional() });
export type TakePost = z.infer<typeof TakePost>;

/** Most bytes of a calendar. */
export const MAX_CALENDAR_CHARS = 1_000_000;
/** A roster as an iCalendar file. `POST /api/roster/import`. */
export const RosterImport = z.object({
  calendar: z.string().min(1).max(MAX_CALENDAR_CHARS, `is longer than ${MAX_CALENDAR_CHARS} characters`),
});
export type RosterImport = z.infer<typeof RosterImport>;

export const RosterImported = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** On the roster by an earlier file, and not in this one any more. */
  cancelled: z.int(),
  /** Names on it by which nobody signs in here yet. */
  unknownNames: z.array(z.string()),
  /** Events that are no shift, and why. */
  skipped: z.array(z.object({ event: z.string(), code: z.string(), message: z.string() })),
});
export type RosterImported = z.infer<typeof RosterImported>;

/** Who stands at a post now, and who is next. `GET /api/roster/on-duty`. */
export const DutyStand = z.object({
  post: ShiftPost,
  shiftId: z.string().nullable(),
  person: ShiftPerson.nullable(),
  since: InstantOut.nullable(),
  endsAt: InstantOut.nullable(),
  state: ShiftState.nullable(),
  reliefLate: z.boolean(),
  next: z.object({ shiftId: z.string(), person: ShiftPerson, startsAt: InstantOut }).nullable(),
});
export type DutyStand = z.infer<typeof DutyStand>;
export const OnDutyReply = z.object({ at: InstantOut, posts: z.array(DutyStand) });
export type OnDutyReply = z.infer<typeof OnDutyReply>;

/** A critical alert that nobody has taken: nobody may sign while there is one. */
export const Blocking = z.object({ alertId: z.string(), kind: z.string(), text: z.string(), raisedAt: InstantOut });
export type Blocking = z.infer<typeof Blocking>;

/** `GET /api/shifts/{id}`: the shift, and how it stands for who asks. */
export const ShiftView = Shift.extend({
  blockedBy: z.array(Blocking),
  /** Ids of items that are new or different since the draft; `gone`: no longer so. */
  since: z.object({ changed: z.array(z.string()), gone: z.array(z.string()) }),
  /** What who asks may do to it now. */
  allowed: z.array(z.string()),
});
export type ShiftView = z.infer<typeof ShiftView>;
