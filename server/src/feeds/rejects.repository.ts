import { Injectable } from '@nestjs/common';
import { type EpochMs, type Feed, type FeedReject, type Page, type Rejected, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';

/** What is kept of a refused report. */
const MOST_CHARACTERS = 4_000;
/** A source that sends rubbish without end must not fill the disk: older ones give way. */
const MOST_KEPT_PER_FEED = 20_000;

const INSERT = `
  INSERT INTO feed_reject (feed, received_at, token_name, place, path, code, message, report)
  SELECT $1, $2::timestamptz, $3, * FROM unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS given(place, path, code, message, report)`;
const UNLESS_KEPT = `
  WHERE NOT EXISTS (SELECT 1 FROM feed_reject kept WHERE kept.feed = $1 AND kept.received_at = $2::timestamptz
    AND kept.code = given.code AND kept.report = given.report)`;

interface Row {
  id: string;
  feed: Feed;
  received_at: Date;
  place: number;
  path: string;
  code: string;
  message: string;
  report: string;
  token_name: string | null;
}

/** Refused reports with their reason, where an operator can see them. */
@Injectable()
export class RejectsRepository {
  constructor(private readonly database: DataSource) {}

  async keep(
    feed: Feed,
    receivedAt: EpochMs,
    tokenName: string | null,
    raw: readonly unknown[],
    rejected: readonly Rejected[],
  ): Promise<void> {
    await this.database.query(INSERT, valuesOf(feed, receivedAt, tokenName, raw, rejected));
  }

  /** Keeps what a lane refused of reports that were accepted, once, however often their batch is begun anew. */
  async keepOnce(
    feed: Feed,
    receivedAt: EpochMs,
    tokenName: string | null,
    raw: readonly unknown[],
    rejected: readonly Rejected[],
    manager: EntityManager = this.database.manager,
  ): Promise<void> {
    await manager.query(`${INSERT} ${UNLESS_KEPT}`, valuesOf(feed, receivedAt, tokenName, raw, rejected));
  }

  /** Newest first. */
  async list(feed: Feed | undefined, before: string | null, limit: number): Promise<Page<FeedReject>> {
    const rows: Row[] = await this.database.query(
      `SELECT * FROM feed_reject WHERE ($1::text IS NULL OR feed = $1) AND ($2::bigint IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [feed ?? null, before, limit + 1],
    );
    const items = rows.slice(0, limit).map(toReject);
    return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** How many were refused since an instant. */
  async countSince(feed: Feed, since: EpochMs): Promise<number> {
    const [row]: { count: string }[] = await this.database.query(
      `SELECT count(*) FROM feed_reject WHERE feed = $1 AND received_at >= $2`,
      [feed, toInstantOut(since)],
    );
    return Number(row!.count);
  }

  /** Drops what was refused before an instant. */
  async dropBefore(instant: EpochMs): Promise<void> {
    await this.database.query(`DELETE FROM feed_reject WHERE received_at < $1`, [toInstantOut(instant)]);
  }

  /** Drops the oldest beyond what is kept. */
  async trim(): Promise<void> {
    // Counted, not reckoned from the newest number: the numbers are those of all feeds.
    await this.database.query(
      `WITH surplus AS MATERIALIZED (
         SELECT f.feed, newest.id FROM (SELECT DISTINCT feed FROM feed_reject) f CROSS JOIN LATERAL (
           SELECT id FROM feed_reject r WHERE r.feed = f.feed ORDER BY id DESC OFFSET $1 LIMIT 1
         ) newest
       )
       DELETE FROM feed_reject r USING surplus WHERE r.feed = surplus.feed AND r.id <= surplus.id`,
      [MOST_KEPT_PER_FEED],
    );
  }
}

function valuesOf(
  feed: Feed,
  receivedAt: EpochMs,
  tokenName: string | null,
  raw: readonly unknown[],
  rejected: readonly Rejected[],
): unknown[] {
  return [
    feed,
    toInstantOut(receivedAt),
    tokenName,
    rejected.map((one) => one.index),
    rejected.map((one) => one.path),
    rejected.map((one) => one.code),
    rejected.map((one) => one.message),
    // PostgreSQL text cannot hold the zero character.
    rejected.map((one) => (JSON.stringify(raw[one.index]) ?? '').replaceAll('\\u0000', '').slice(0, MOST_CHARACTERS)),
  ];
}

function toReject(row: Row): FeedReject {
  return {
    id: row.id,
    version: 1,
    feed: row.feed,
    receivedAt: toInstantOut(row.received_at.getTime()),
    index: row.place,
    path: row.path,
    code: row.code,
    message: row.message,
    report: row.report,
    tokenName: row.token_name,
  };
}
