import { Injectable } from '@nestjs/common';
import { BUILT_FEEDS, type Feed } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { LANES, LaneQueues } from '../platform/queue/lane-queues.js';

/** A part that is asked whether it lives answers within this time, or does not. */
const ANSWER_WITHIN_MS = 2_000;
/** A batch that waits for longer shows that its lane stands. */
const LANE_STANDS_AFTER_MS = 120_000;
/** A deadline that is overdue for longer shows that nobody sweeps. */
const SWEEPER_STANDS_AFTER_MS = 60_000;

/** The pool of pg, as TypeORM holds it. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Connections to the database. */
export interface PoolState {
  readonly used: number;
  readonly idle: number;
  /** Who waits for one because all are in use. */
  readonly waiting: number;
}

/** How the room as a whole does, whichever process is asked. */
@Injectable()
export class Vitals {
  constructor(
    private readonly database: DataSource,
    private readonly queues: LaneQueues,
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
    private readonly wall: SystemClock,
  ) {}

  /** `ok`, or in a few words why not. */
  reachDatabase(): Promise<string> {
    return reasonOf(this.database.query('SELECT 1'));
  }

  reachQueue(): Promise<string> {
    return reasonOf(this.queues.waiting('positions'));
  }

  /** How long the oldest batch that was accepted and is not stored has been waiting; 0 when none waits. */
  async queueAgeMs(feed: Feed): Promise<number> {
    const lanes = Array.from({ length: LANES }, (_, lane) => this.queues.oldestAddedAt(feed, lane));
    const times = (await Promise.all(lanes)).filter((time) => time !== null);
    return times.length === 0 ? 0 : Math.max(0, this.wall.now() - Math.min(...times));
  }

  /** How long the deadline that is due the longest has been so, on the room's clock; 0 when none is. */
  async sweeperLagMs(): Promise<number> {
    const due = await this.deadlines.earliestDueAt();
    return due === null ? 0 : Math.max(0, this.clock.now() - due);
  }

  /** Number of the newest change that is committed. */
  async newestChange(): Promise<number> {
    const [row]: { last: string }[] = await this.database.query(`SELECT last FROM change_counter`);
    return Number(row!.last);
  }

  pool(): PoolState {
    const { totalCount, idleCount, waitingCount } = (this.database.driver as unknown as { master: Pool }).master;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** What keeps the room from doing its work, a sentence each; none: it does. */
  async ailments(): Promise<string[]> {
    const parts = { database: await this.reachDatabase(), queue: await this.reachQueue() };
    const found = Object.entries(parts).filter(([, reason]) => reason !== 'ok');
    if (found.length > 0) return found.map(([part, reason]) => `${part}: ${reason}`);
    const ailments: string[] = [];
    if ((await this.sweeperLagMs()) > SWEEPER_STANDS_AFTER_MS) ailments.push('deadlines: nobody sweeps them');
    for (const feed of BUILT_FEEDS) {
      if ((await this.queueAgeMs(feed)) > LANE_STANDS_AFTER_MS)
        ailments.push(`queue: batches of ${feed} are not stored`);
    }
    return ailments;
  }
}

async function reasonOf(question: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), ANSWER_WITHIN_MS);
  });
  const answer = question.then(
    () => 'ok',
    () => 'is not to be reached',
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
