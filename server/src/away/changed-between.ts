import { Injectable } from '@nestjs/common';
import {
  type Alert,
  type Convoy,
  type EpochMs,
  type Incident,
  type InstantOut,
  type Severity,
  type ShiftNews,
  type Site,
  toInstantOut,
  type WhatChanged,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../platform/clock/clock.js';
import { WatchLog } from '../watch-log/watch-log.js';
import { type Changed, whatChanged } from './domain/what-changed.js';

interface Row {
  kind: 'alert' | 'convoy' | 'incident' | 'log' | 'shift' | 'site';
  id: string;
  before: unknown;
  after: unknown;
  at: Date;
}

/** Each subject that changed after a number: its newest body, the one before, and since when its state is what it is. */
const CHANGED = `
  WITH newest AS (
    SELECT DISTINCT ON (kind, id) kind, id, body FROM change
     WHERE seq > $1 AND op = 'put' AND kind IN ('alert', 'convoy', 'incident', 'log', 'shift', 'site')
     ORDER BY kind, id, seq DESC
  )
  SELECT newest.kind, newest.id, newest.body AS after, CASE was.op WHEN 'put' THEN was.body END AS before,
         (SELECT min(c.at) FROM change c
           WHERE c.kind = newest.kind AND c.id = newest.id AND c.kind <> 'positions' AND c.seq > $1 AND c.op = 'put'
             AND c.body ->> 'state' IS NOT DISTINCT FROM newest.body ->> 'state') AS at
    FROM newest LEFT JOIN LATERAL (
      SELECT op, body FROM change c
       WHERE c.kind = newest.kind AND c.id = newest.id AND c.kind <> 'positions' AND c.seq <= $1
       ORDER BY c.seq DESC LIMIT 1) was ON true`;

/** Reads from the change log what is new since one of its numbers. */
@Injectable()
export class ChangedBetween {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: WatchLog,
  ) {}

  async since(seq: number, manager: EntityManager = this.database.manager, rows?: number): Promise<WhatChanged> {
    const told: Row[] = await manager.query(CHANGED, [seq]);
    const of = <Body>(kind: Row['kind']): Changed<Body>[] =>
      told
        .filter((row) => row.kind === kind)
        .map(({ id, before, after, at }) => ({
          id,
          before: before as Body | null,
          after: after as Body,
          at: toInstantOut(at.getTime()),
        }));
    const lines = of<unknown>('log').map(({ id }) => id);
    const changed = whatChanged(
      {
        alerts: of<Alert>('alert'),
        convoys: of<Convoy>('convoy'),
        incidents: of<Incident>('incident'),
        sites: of<Site>('site'),
        shifts: of<ShiftNews>('shift'),
        log: lines.length === 0 ? [] : await this.log.byIds(lines),
        open: await openAlerts(manager),
      },
      rows,
    );
    const [head]: { last: string }[] = await manager.query(`SELECT last::text FROM change_counter`);
    const from = { seq, at: await timeOf(seq, manager) };
    return { from, to: { seq: Number(head!.last), at: toInstantOut(this.clock.now()) }, ...changed };
  }

  /** The newest number of an instant; 0 before the first. */
  async numberAt(at: EpochMs, manager: EntityManager = this.database.manager): Promise<number> {
    const [row]: { seq: string }[] = await manager.query(
      `SELECT seq::text FROM change WHERE at <= $1 ORDER BY seq DESC LIMIT 1`,
      [toInstantOut(at)],
    );
    return Number(row?.seq ?? 0);
  }
}

async function openAlerts(manager: EntityManager): Promise<Severity[]> {
  const rows: { severity: Severity }[] = await manager.query(`SELECT severity FROM alert WHERE open`);
  return rows.map(({ severity }) => severity);
}

async function timeOf(seq: number, manager: EntityManager): Promise<InstantOut | null> {
  const [row]: { at: Date }[] = await manager.query(`SELECT at FROM change WHERE seq <= $1 ORDER BY seq DESC LIMIT 1`, [
    seq,
  ]);
  return row ? toInstantOut(row.at.getTime()) : null;
}
