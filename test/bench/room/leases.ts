import { setTimeout as pause } from 'node:timers/promises';
import type { ProductProcess } from '../../topology/product-process.js';
import { ownerOfPort } from '../../topology/sockets.js';
import { must } from '../figure.js';
import type { Room } from './room.js';

const SPREAD_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** The worker that does a piece of work of which one process at a time has the lease. */
export async function holderOf(room: Room, lease: string): Promise<ProductProcess> {
  const [row] = await room.query<{ client_port: number }>(
    `SELECT client_port FROM lease JOIN pg_stat_activity ON application_name = 'rearguard lease ' || holder
      WHERE name = $1 AND expires_at > clock_timestamp()`,
    [lease],
  );
  must(row !== undefined, `no process holds the lease ${lease}`);
  const pid = ownerOfPort(
    row.client_port,
    room.workers.map((worker) => worker.pid),
  );
  const holder = room.workers.find((worker) => worker.pid === pid);
  must(holder !== undefined, `the lease ${lease} is held by none of the workers`);
  return holder;
}

/** Resolves when the lanes are spread over all workers. */
export async function untilSpread(room: Room): Promise<void> {
  const until = performance.now() + SPREAD_WITHIN_MS;
  for (;;) {
    const [row] = await room.query<{ holders: string }>(
      `SELECT count(DISTINCT holder) AS holders FROM lease WHERE name LIKE 'lane %' AND expires_at > clock_timestamp()`,
    );
    if (Number(row!.holders) === room.workers.length) return;
    must(performance.now() < until, 'the lanes were not spread over the workers in time');
    await pause(LOOK_EVERY_MS);
  }
}
