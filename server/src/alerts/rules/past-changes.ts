import { Injectable } from '@nestjs/common';
import { type EpochMs, toInstantOut } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { WATCHED_KINDS } from '../domain/rules/judge.js';
import type { PastChange } from '../domain/rules/rehearse.js';

interface Row {
  kind: PastChange['kind'];
  id: string;
  at: Date;
  body: unknown;
}

/** What rules would have read, for trying them against it. */
@Injectable()
export class PastChanges {
  constructor(private readonly database: DataSource) {}

  /** How everything stood at an instant, and every change from there to another, oldest first. */
  async between(from: EpochMs, to: EpochMs): Promise<PastChange[]> {
    const rows: Row[] = await this.database.query(
      `(SELECT DISTINCT ON (kind, id) kind, id, at, CASE op WHEN 'put' THEN body END AS body, seq FROM change
         WHERE at < $1 AND kind = ANY($3) ORDER BY kind, id, seq DESC)
       UNION ALL
       (SELECT kind, id, at, CASE op WHEN 'put' THEN body END AS body, seq FROM change
         WHERE at >= $1 AND at <= $2 AND kind = ANY($3))
       ORDER BY at, seq`,
      [toInstantOut(from), toInstantOut(to), WATCHED_KINDS],
    );
    return rows.map(({ kind, id, at, body }) => ({ kind, id, at: at.getTime(), body }));
  }

  /** The ends of every silence of the feed of positions that is longer than this. */
  async silences(from: EpochMs, to: EpochMs, longerMs: number): Promise<PastChange[]> {
    const rows: { last: Date; next: Date }[] = await this.database.query(
      `SELECT last, at AS next FROM (
         SELECT at, lag(at) OVER (ORDER BY at) AS last FROM change WHERE kind = 'positions' AND at BETWEEN $1 AND $2
       ) heard WHERE at - last > $3 * interval '1 millisecond' ORDER BY at`,
      [toInstantOut(from), toInstantOut(to), longerMs],
    );
    const heard = (at: Date): PastChange => ({ kind: 'feed', id: 'positions', at: at.getTime(), body: null });
    return rows.flatMap(({ last, next }) => [heard(last), heard(next)]);
  }
}
