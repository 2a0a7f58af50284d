import { Injectable } from '@nestjs/common';
import {
  type Alert,
  type Blocking,
  type Convoy,
  type EpochMs,
  type HandoverItem,
  isUnacknowledged,
  type Shift,
  type Site,
} from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangedBetween } from '../away/changed-between.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { WatchLog } from '../watch-log/watch-log.js';
import { draftItems } from './domain/draft.js';

/** Rows of what changed, and lines of the log, in one handover. */
const MOST_ROWS = 100;
const MOST_LINES = 500;

/** Reads what a handover is about: the room as it stands, and what happened since the shift began. */
@Injectable()
export class RoomAtHandover {
  constructor(
    private readonly changed: ChangedBetween,
    private readonly feeds: FeedHealthService,
    private readonly log: WatchLog,
  ) {}

  async items(shift: Shift, now: EpochMs, manager: EntityManager): Promise<HandoverItem[]> {
    const since = Date.parse(shift.tookOverAt ?? shift.startsAt);
    const shown: { kind: string; body: unknown }[] = await manager.query(
      `SELECT kind, body FROM picture_state WHERE kind IN ('convoy', 'site') AND body IS NOT NULL`,
    );
    const of = <Body>(kind: string) => shown.filter((row) => row.kind === kind).map(({ body }) => body as Body);
    return draftItems(
      {
        alerts: await openAlerts(manager),
        convoys: of<Convoy>('convoy'),
        sites: of<Site>('site'),
        feeds: this.feeds.health(),
        changed: await this.changed.since(await this.changed.numberAt(since, manager), manager, MOST_ROWS),
        log: await this.log.linesSince(since, MOST_LINES, manager),
      },
      now,
    );
  }

  /** Critical alerts that nobody has taken, oldest first: nobody may sign while there is one. */
  async blocking(manager: EntityManager): Promise<Blocking[]> {
    return (await openAlerts(manager))
      .filter((alert) => alert.severity === 'critical' && isUnacknowledged(alert))
      .map(({ id, kind, text, raisedAt }) => ({ alertId: id, kind, text, raisedAt }));
  }
}

async function openAlerts(manager: EntityManager): Promise<Alert[]> {
  const rows: { body: Alert }[] = await manager.query(`SELECT body FROM alert WHERE open ORDER BY raised_at, id`);
  return rows.map(({ body }) => body);
}
