import { z } from 'zod';
import { AlertKind, AlertSubject } from './alert.js';
import { AlertRuleId } from './alert-rule.js';
import { InstantOut } from './instant.js';
import { Role } from './role.js';
import { Severity } from './severity.js';

/** Ways out of the room. */
export const NOTICE_CHANNELS = ['e-mail', 'webhook'] as const;
export const NoticeChannel = z.enum(NOTICE_CHANNELS);
export type NoticeChannel = z.infer<typeof NoticeChannel>;

/**
 * - `waiting`: to be sent, or sent again; - `sent`: the other side said yes; - `dead`: given up after the last try, until
 *   somebody sends it again; - `withheld`: of an exercise, whose news may not leave this machine.
 */
export const NoticeState = z.enum(['waiting', 'sent', 'dead', 'withheld']);
export type NoticeState = z.infer<typeof NoticeState>;

/**
 * What leaves the room when an alert is raised as critical or climbs. It names things, places and roles; words of sources
 * and names of people stay in the room. The body of the webhook as it is sent.
 */
export const NoticeBody = z.object({
  /** Of this notice, the same at each try: who has seen it already can drop it. */
  id: z.string(),
  type: z.enum(['alert.raised', 'alert.escalated']),
  /** True: an exercise. Nothing in it has happened. */
  exercise: z.boolean(),
  alertId: z.string(),
  alertVersion: z.int(),
  severity: Severity,
  kind: AlertKind,
  ruleId: AlertRuleId,
  /** Kind and subjects in English. */
  title: z.string(),
  subjects: z.array(AlertSubject),
  place: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** 0 not escalated, 1 watch officer, 2 chief JOC, 3 commander. */
  level: z.int().min(0).max(3),
  /** Roles that it calls. */
  calls: z.array(Role),
  /** When it happened. */
  observedAt: InstantOut,
  /** When the alert was raised, or climbed. */
  at: InstantOut,
  /** By when somebody must take it; null: it may last. */
  dueAt: InstantOut.nullable(),
  /** The desk. Null: the room does not know under which address people reach it (`PUBLIC_URL`). */
  link: z.string().nullable(),
});
export type NoticeBody = z.infer<typeof NoticeBody>;

/** One notice to one address, as an administrator sees it. */
export const Notice = z.object({
  id: z.string(),
  channel: NoticeChannel,
  state: NoticeState,
  alertId: z.string(),
  severity: Severity,
  title: z.string(),
  level: z.int(),
  /** Of a person; of a webhook its host. */
  address: z.string(),
  tries: z.int(),
  createdAt: InstantOut,
  triedAt: InstantOut.nullable(),
  sentAt: InstantOut.nullable(),
  /** Why the last try failed. */
  fault: z.string().nullable(),
  /** When it is tried next, while it waits. */
  nextTryAt: InstantOut.nullable(),
});
export type Notice = z.infer<typeof Notice>;
