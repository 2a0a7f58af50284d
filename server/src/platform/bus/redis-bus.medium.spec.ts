// Real: a Redis of our own.
import { Logger } from '@nestjs/common';
import { createClient } from 'redis';
import { busKeepsItsPromises } from '../../testing/bus-conformance.js';
import { startRedis, type TestRedis } from '../../testing/redis.js';
import { eventually } from '../../testing/room.js';
import { RedisBus } from './redis-bus.js';

describe('the bus on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    Logger.overrideLogger(false); // its connections are cut on purpose
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  const open = async () => {
    const bus = new RedisBus(redis.url);
    await bus.onModuleInit();
    return bus;
  };
  const close = (bus: unknown) => (bus as RedisBus).onModuleDestroy();

  busKeepsItsPromises(async () => ({
    open,
    close,
    async cut() {
      const administrator = createClient({ url: redis.url });
      await administrator.connect();
      for (const kind of ['normal', 'pubsub']) {
        await administrator.sendCommand(['CLIENT', 'KILL', 'TYPE', kind, 'SKIPME', 'yes']);
      }
      administrator.destroy();
    },
  }));

  it('works again after Redis died and came back', async () => {
    const [here, there] = await Promise.all([open(), open()]);
    const heard: number[] = [];
    there.subscribe('changes:committed', ({ to }) => heard.push(to));
    await redis.crashAndRestart();
    await eventually(() => {
      here.publish('changes:committed', { to: 1 });
      return heard.length > 0;
    }, 'a hint after the crash');
    await Promise.all([close(here), close(there)]);
  });
});
