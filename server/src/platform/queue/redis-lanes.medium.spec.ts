// Real: PostgreSQL (for the leases), a Redis of our own, and BullMQ.
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { lanesKeepTheirPromises } from '../../testing/lane-queues-conformance.js';
import { startRedis, type TestRedis } from '../../testing/redis.js';
import { eventually } from '../../testing/room.js';
import { Leases } from '../leases/leases.js';
import { BullmqLaneQueues } from './bullmq-lane-queues.js';
import { makeLaneQueues } from './make-lane-queues.js';
import { PostgresBackend } from './postgres-backend.js';
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

  it('take nothing while a Redis that came back would not keep it', async () => {
    const queues = new BullmqLaneQueues((onError) => new RedisBackend(redis.url, onError), null);
    const add = () => queues.add('unfit', 0, { id: randomUUID(), data: 'x' });
    const refusals: string[] = [];
    const added = async () => {
      await add().catch((cause: Error) => refusals.push(cause.message));
      return queues.waiting('unfit').catch(() => 0);
    };
    await add();
    await redis.crashAndRestart({ settings: ['--appendonly', 'yes', '--appendfsync', 'no'] });
    await eventually(async () => (await added()) > 0 && /appendfsync always/.test(refusals.at(-1) ?? ''), 'a refusal');
    expect(await queues.waiting('unfit')).toBe(1);
    await redis.crashAndRestart();
    await eventually(async () => (await added()) === 2, 'the next job to be taken');
    await queues.beforeApplicationShutdown();
  });

  it('tell of a Redis that came back without its data, and go on with one job at a time', async () => {
    const leases = new Leases(database.url, randomUUID());
    const said: string[] = [];
    const backend = (onError: (cause: Error) => void) =>
      new RedisBackend(redis.url, (cause) => {
        said.push(cause.message);
        onError(cause);
      });
    const queues = new BullmqLaneQueues(backend, leases);
    const running: string[] = [];
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await queues.work('lost', 0, async ({ data }) => {
      running.push(data);
      if (data === 'after') await held;
    });
    const add = async (data: string) => {
      const id = randomUUID();
      const taken = () =>
        queues.add('lost', 0, { id, data }).then(
          () => true,
          () => false,
        );
      await eventually(taken, 'the job to be taken');
      return id;
    };
    await queues.done('lost', 0, await add('before'));
    await redis.crashAndRestart({ empty: true });
    const after = await add('after');
    expect(said.filter((message) => message.includes('without its data'))).toHaveLength(1);
    await eventually(() => running.includes('after'), 'the lane to go on');
    const next = await add('next');
    const zombie = await new RedisBackend(redis.url, () => undefined).take('lost-0');
    expect(await zombie.take()).toBeUndefined();
    await zombie.close();
    letGo();
    await Promise.all([after, next].map((id) => queues.done('lost', 0, id)));
    expect(running).toEqual(['before', 'after', 'next']);
    await queues.beforeApplicationShutdown();
    await leases.onApplicationShutdown();
  });

  it('do first what was accepted on PostgreSQL, before there was a Redis', async () => {
    const add = async (queues: BullmqLaneQueues, data: string) => {
      const id = randomUUID();
      await queues.add('former', 0, { id, data });
      return id;
    };
    const before = makeLaneQueues(database.url, null, null);
    for (const data of ['first', 'second', 'third']) await add(before, data);
    const taker = await new PostgresBackend(database.url, () => undefined).take('former-0');
    // Its worker died over one of them.
    expect((await taker.take())?.data).toBe('first');
    await taker.close();
    await before.beforeApplicationShutdown();

    const leases = new Leases(database.url, randomUUID());
    const queues = makeLaneQueues(database.url, redis.url, leases);
    const last = await add(queues, 'fourth');
    const ran: string[] = [];
    await queues.work('former', 0, async ({ data }) => void ran.push(data));
    await queues.done('former', 0, last);
    expect(ran).toEqual(['first', 'second', 'third', 'fourth']);
    await queues.beforeApplicationShutdown();
    await leases.onApplicationShutdown();
  });
});
