// Real: PostgreSQL (for the leases), a Redis of our own, and BullMQ.
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { lanesKeepTheirPromises } from '../../testing/lane-queues-conformance.js';
import { startRedis, type TestRedis } from '../../testing/redis.js';
import { Leases } from '../leases/leases.js';
import { BullmqLaneQueues } from './bullmq-lane-queues.js';
import { RedisBackend } from './redis-backend.js';

let database: FreshDatabase;
let redis: TestRedis;
beforeAll(async () => {
  Logger.overrideLogger(false); // failing on purpose
  [database, redis] = await Promise.all([freshDatabase(), startRedis()]);
});
afterAll(() => Promise.all([database.drop(), redis.close()]));

describe('lanes on Redis', () => {
  lanesKeepTheirPromises(async () => ({
    databaseUrl: database.url,
    backend: (onError) => new RedisBackend(redis.url, onError),
  }));

  it('refuse at once what they cannot keep, and lose nothing that they took, when Redis dies and comes back', async () => {
    const leases = new Leases(database.url, randomUUID());
    const queues = new BullmqLaneQueues((onError) => new RedisBackend(redis.url, onError), leases);
    const ran: string[] = [];
    await queues.work('crash', 0, async ({ data }) => void ran.push(data));
    const accepted: string[] = [];
    let refused = 0;
    const send = async () => {
      for (let no = 0; no < 150; no++) {
        const data = String(no);
        await queues.add('crash', 0, { id: randomUUID(), data }).then(
          () => accepted.push(data),
          () => (refused += 1),
        );
        if (no === 50) void redis.crashAndRestart();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    await send();
    let last: string | null = null;
    while (last === null) {
      const id = randomUUID();
      last = await queues.add('crash', 0, { id, data: 'last' }).then(
        () => id,
        () => null,
      );
    }
    await queues.done('crash', 0, last);
    expect(refused).toBeGreaterThan(0);
    const once = ran.filter((data, place) => data !== 'last' && ran.indexOf(data) === place);
    expect(accepted.filter((data) => !once.includes(data))).toEqual([]);
    // In order, also those whose answer was lost with the connection.
    expect(once.map(Number)).toEqual(once.map(Number).sort((a, b) => a - b));
    await queues.beforeApplicationShutdown();
    await leases.onApplicationShutdown();
  });
});
