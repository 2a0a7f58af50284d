import type { EntityManager } from 'typeorm';
import { laneOf } from '../feeds/report-keys.js';
import { LANES } from '../platform/queue/lane-queues.js';

/**
 * Holds lanes until the end of a transaction that changes units other than by a report, and makes what the lanes
 * remember of them worthless: without it a batch under way could write back what it remembers.
 * @param unitIds whose lanes; all lanes without it
 */
export async function holdLanes(manager: EntityManager, unitIds?: readonly string[]): Promise<void> {
  const lanes = unitIds && [...new Set(unitIds.map((id) => laneOf(id, LANES)))];
  await manager.query(
    `WITH held AS (
       SELECT feed, lane FROM lane WHERE $1::int[] IS NULL OR lane = ANY($1) ORDER BY feed, lane FOR UPDATE
     )
     UPDATE lane SET batches = batches + 1 FROM held WHERE (lane.feed, lane.lane) = (held.feed, held.lane)`,
    [lanes ?? null],
  );
}
