import { z } from 'zod';
import { isHttpsOrLoopback } from '../lib/loopback.js';
import { InstantOut } from '../model/instant.js';
import { NoticeChannel } from '../model/notice.js';

/** How one way out of the room does. */
export const ChannelStand = z.object({
  channel: NoticeChannel,
  /** Where it leads: host of the mail server or the webhook; null: not set up. */
  host: z.string().nullable(),
  /** `exercise-only-here`: an exercise, and the address is not on this machine: nothing is sent. */
  state: z.enum(['off', 'ready', 'failing', 'exercise-only-here']),
  waiting: z.int(),
  dead: z.int(),
  lastSentAt: InstantOut.nullable(),
  /** Of the newest try, when it failed. */
  fault: z.string().nullable(),
});
export type ChannelStand = z.infer<typeof ChannelStand>;

/** `GET /api/notices/channels`. The secret is never among it. */
export const NoticeChannels = z.object({
  version: z.int(),
  webhookUrl: z.string().nullable(),
  /** Whether an exercise may send to addresses that are not on this machine. */
  outsideInExercise: z.boolean(),
  /** People who can be reached by e-mail: with an address, and not disabled. */
  reachable: z.int(),
  channels: z.array(ChannelStand),
});
export type NoticeChannels = z.infer<typeof NoticeChannels>;

const WebhookUrl = z
  .url('must be an address')
  .max(2_000)
  .refine(isHttpsOrLoopback, { error: 'must be an https address (http on this machine alone)' })
  .refine((url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '', {
    error: 'must not hold a user or a password: everybody who may see the address would see them',
  });

/** As the standard wants it: `whsec_` and 24 to 64 bytes in base64. */
const WebhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, {
  error: 'must be whsec_ and 24 to 64 bytes in base64',
});

/**
 * `PUT /api/notices/webhook`: where escalations are posted, signed as Standard Webhooks say (`webhook-id`,
 * `webhook-timestamp`, `webhook-signature` with HMAC-SHA256 over the three).
 */
export const WebhookTarget = z.object({
  version: z.int(),
  /** Null: nowhere any more. */
  url: WebhookUrl.nullable(),
  /** Left out: the room makes one when there is none, or when `newSecret` asks for it, and shows it this once. */
  secret: WebhookSecret.optional(),
  newSecret: z.boolean().default(false),
});
export type WebhookTarget = z.infer<typeof WebhookTarget>;

/** The channels as they then are; `secret` only when the room made one just now. */
export const WebhookSet = z.object({ channels: NoticeChannels, secret: z.string().nullable() });
export type WebhookSet = z.infer<typeof WebhookSet>;

/** `PATCH /api/notices/settings`. */
export const NoticeSettingsAmendment = z.object({ version: z.int(), outsideInExercise: z.boolean() });
export type NoticeSettingsAmendment = z.infer<typeof NoticeSettingsAmendment>;

/** `PUT /api/users/{id}/email`; null takes it away. */
export const UserEmail = z.object({
  version: z.int(),
  email: z.email('must be an e-mail address').max(254).nullable(),
});
export type UserEmail = z.infer<typeof UserEmail>;
