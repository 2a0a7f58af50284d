import { Injectable } from '@nestjs/common';
import {
  type EpochMs,
  type Notice,
  type NoticeBody,
  type NoticeChannel,
  type NoticeState,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { Deadlines } from '../platform/deadlines/deadlines.js';
import { MailDeadlines, WebhookDeadlines } from './sending.js';

/** A notice that waits to be sent. */
export interface Waiting {
  body: NoticeBody;
  address: string;
  tries: number;
}

/** What came of a try. */
export interface Tried {
  state: NoticeState;
  at: EpochMs;
  fault: string | null;
}

/** How one channel stands. */
export interface ChannelFigures {
  waiting: number;
  dead: number;
  oldestWaitingAt: EpochMs | null;
  lastSentAt: EpochMs | null;
  /** Of the newest try; null: it went well, or there was none. */
  fault: string | null;
}

interface Row {
  id: string;
  channel: NoticeChannel;
  state: NoticeState;
  body: NoticeBody;
  address: string;
  tries: number;
  created_at: Date;
  tried_at: Date | null;
  sent_at: Date | null;
  fault: string | null;
  due_at: Date | null;
}

/** Kind of the deadlines at which notices of a channel are tried. */
export const tryDeadline = (channel: NoticeChannel) => `notice.${channel}`;

/** The table `notice`, and the deadlines at which its rows are tried. */
@Injectable()
export class NoticeRows {
  constructor(
    private readonly database: DataSource,
    private readonly mails: MailDeadlines,
    private readonly webhooks: WebhookDeadlines,
  ) {}

  deadlinesOf(channel: NoticeChannel): Deadlines {
    return channel === 'e-mail' ? this.mails : this.webhooks;
  }

  async add(
    manager: EntityManager,
    channel: NoticeChannel,
    notices: readonly { address: string; body: NoticeBody }[],
    at: EpochMs,
  ): Promise<void> {
    if (notices.length === 0) return;
    await manager.query(
      `INSERT INTO notice (id, channel, alert_id, alert_version, address, body, state, tries, created_at)
       SELECT body ->> 'id', $1, body ->> 'alertId', (body ->> 'alertVersion')::int, address, body, 'waiting', 0, $4
         FROM unnest($2::text[], $3::jsonb[]) AS given(address, body)`,
      [channel, notices.map((one) => one.address), notices.map((one) => JSON.stringify(one.body)), toInstantOut(at)],
    );
    await this.dueAt(
      manager,
      channel,
      notices.map((one) => one.body.id),
      at,
    );
  }

  async dueAt(manager: EntityManager, channel: NoticeChannel, ids: readonly string[], at: EpochMs): Promise<void> {
    const kind = tryDeadline(channel);
    await this.deadlinesOf(channel).set(
      manager,
      ids.map((subject) => ({ kind, subject, dueAt: at })),
    );
  }

  async waiting(id: string): Promise<Waiting | null> {
    const [row]: Waiting[] = await this.database.query(
      `SELECT body, address, tries FROM notice WHERE id = $1 AND state = 'waiting'`,
      [id],
    );
    return row ?? null;
  }

  async tried(manager: EntityManager, id: string, { state, at, fault }: Tried): Promise<void> {
    await manager.query(
      `UPDATE notice SET state = $2, tries = tries + 1, tried_at = $3, fault = $4,
         sent_at = CASE WHEN $2 = 'sent' THEN $3::timestamptz END WHERE id = $1`,
      [id, state, toInstantOut(at), fault],
    );
  }

  /** Begins anew with one that was given up. @returns false when it was not */
  async again(manager: EntityManager, id: string, at: EpochMs): Promise<boolean> {
    const [[row]]: [{ channel: NoticeChannel }[], number] = await manager.query(
      `UPDATE notice SET state = 'waiting', tries = 0 WHERE id = $1 AND state IN ('dead', 'withheld')
       RETURNING channel`,
      [id],
    );
    if (!row) return false;
    await this.dueAt(manager, row.channel, [id], at);
    return true;
  }

  async find(id: string): Promise<Notice | null> {
    const rows: Row[] = await this.database.query(`${SELECT} WHERE n.id = $1`, [id]);
    return rows.map(toNotice)[0] ?? null;
  }

  /** Newest first. */
  async list(state: NoticeState | null, after: readonly [string, string] | null, limit: number): Promise<Notice[]> {
    const rows: Row[] = await this.database.query(
      `${SELECT} WHERE ($1::text IS NULL OR n.state = $1)
          AND ($2::timestamptz IS NULL OR (n.created_at, n.id) < ($2, $3))
        ORDER BY n.created_at DESC, n.id DESC LIMIT $4`,
      [state, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(toNotice);
  }

  async figures(channel: NoticeChannel): Promise<ChannelFigures> {
    const [row]: {
      waiting: number;
      dead: number;
      oldest: Date | null;
      last_sent_at: Date | null;
      fault: string | null;
    }[] = await this.database.query(
      `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
              count(*) FILTER (WHERE state = 'dead')::int AS dead,
              min(created_at) FILTER (WHERE state = 'waiting') AS oldest,
              (SELECT max(tried_at) FROM notice WHERE channel = $1 AND state = 'sent') AS last_sent_at,
              (SELECT fault FROM notice WHERE channel = $1 AND tried_at IS NOT NULL
                ORDER BY tried_at DESC LIMIT 1) AS fault
         FROM notice WHERE channel = $1 AND state <> 'sent'`,
      [channel],
    );
    const { waiting, dead, oldest, last_sent_at: lastSentAt, fault } = row!;
    return {
      waiting,
      dead,
      oldestWaitingAt: oldest?.getTime() ?? null,
      lastSentAt: lastSentAt?.getTime() ?? null,
      fault,
    };
  }

  /** People whom a mail can reach. */
  async reachable(): Promise<number> {
    const [row]: { n: number }[] = await this.database.query(
      `SELECT count(*)::int AS n FROM person WHERE email IS NOT NULL AND disabled_at IS NULL`,
    );
    return row!.n;
  }

  /** Forgets what is over. */
  async forget(before: EpochMs): Promise<void> {
    await this.database.query(`DELETE FROM notice WHERE state <> 'waiting' AND created_at < $1`, [
      toInstantOut(before),
    ]);
  }
}

const SELECT = `
  SELECT n.*, d.due_at FROM notice n LEFT JOIN deadline d ON d.kind = 'notice.' || n.channel AND d.subject = n.id`;

const out = (at: Date | null) => (at === null ? null : toInstantOut(at.getTime()));

function toNotice({ id, channel, state, body, address, tries, fault, ...times }: Row): Notice {
  const { alertId, severity, title, level } = body;
  return {
    id,
    channel,
    state,
    alertId,
    severity,
    title,
    level,
    address,
    tries,
    createdAt: toInstantOut(times.created_at.getTime()),
    triedAt: out(times.tried_at),
    sentAt: out(times.sent_at),
    fault,
    nextTryAt: state === 'waiting' ? out(times.due_at) : null,
  };
}
