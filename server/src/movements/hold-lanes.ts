import type { EntityManager } from 'typeorm';
import { laneOf } from '../feeds/report-keys.js';
import { LANES } from '../platform/queue/lane-queues.js';

/** The feed whose lanes move units. */
const FEED = 'positions';

/**
 * The first lock of a transaction. Whoever locks rows of movements does so in one order: lanes, deadlines, units, convoys;
 * a sweep begins with its deadline, since it must not wait for a lane.
 *
 * Holds lanes until the end of a transaction that changes units other than by a report, and makes what the lanes
 * remember of them worthless: without it a batch under way could write back what it remembers.
 * @param unitIds whose lanes; all lanes without it
 */
export async function holdLanes(manager: EntityManager, unitIds?: readonly string[]): Promise<void> {
  const lanes = unitIds ? new Set(unitIds.map((id) => laneOf(id, LANES))) : Array(LANES).keys();
  // Also a lane that never had a batch: its first may be under way, and its row not yet to be seen.
  await manager.query(
    `INSERT INTO lane (feed, lane, batches) SELECT $1, lane, 1 FROM unnest($2::int[]) AS lane ORDER BY lane
     ON CONFLICT (feed, lane) DO UPDATE SET batches = lane.batches + 1`,
    [FEED, [...lanes]],
  );
}
