import type { Leases } from '../leases/leases.js';
import { BullmqLaneQueues } from './bullmq-lane-queues.js';
import { FormerLanes } from './former-lanes.js';
import { PostgresBackend } from './postgres-backend.js';
import { RedisBackend } from './redis-backend.js';

/**
 * Lanes on Redis where one is given, else on the room's own PostgreSQL.
 * @param leases null in a process that only adds or looks
 */
export function makeLaneQueues(databaseUrl: string, redisUrl: string | null, leases: Leases | null): BullmqLaneQueues {
  return new BullmqLaneQueues(
    (onError) => (redisUrl === null ? new PostgresBackend(databaseUrl, onError) : new RedisBackend(redisUrl, onError)),
    leases,
    redisUrl === null ? null : new FormerLanes(databaseUrl),
  );
}
