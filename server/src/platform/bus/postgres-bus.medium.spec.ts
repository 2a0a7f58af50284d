// Real: PostgreSQL with its LISTEN and NOTIFY.
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { busKeepsItsPromises } from '../../testing/bus-conformance.js';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { eventually } from '../../testing/room.js';
import { PostgresBus } from './postgres-bus.js';

describe('the bus on PostgreSQL', () => {
  let database: FreshDatabase;
  let administrator: pg.Client;
  beforeAll(async () => {
    Logger.overrideLogger(false); // its connection is cut on purpose
    database = await freshDatabase();
    administrator = new pg.Client({ connectionString: database.url });
    await administrator.connect();
  });
  afterAll(async () => {
    await administrator.end();
    await database.drop();
  });

  const connections = async () => {
    const { rows } = await administrator.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rearguard bus'`,
    );
    return rows;
  };

  busKeepsItsPromises(async () => ({
    async open() {
      const bus = new PostgresBus(database.url);
      await bus.onModuleInit();
      return bus;
    },
    close: (bus) => (bus as PostgresBus).onModuleDestroy(),
    async cut() {
      for (const { pid } of await connections()) await administrator.query('SELECT pg_terminate_backend($1)', [pid]);
    },
  }));

  const open = async () => {
    const bus = new PostgresBus(database.url);
    await bus.onModuleInit();
    return bus;
  };
  /** Counts what goes to the database while `work` runs, and how much of it at once. */
  const watched = async (work: (sent: () => string[]) => Promise<void>) => {
    let active = 0;
    let most = 0;
    const sent: string[] = [];
    const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
    const { query } = prototype;
    const spy = jest.spyOn(prototype, 'query');
    spy.mockImplementation(async function (this: unknown, ...args) {
      most = Math.max(most, (active += 1));
      try {
        return await query.apply(this, args);
      } finally {
        active -= 1;
        sent.push(String(args[0]));
      }
    });
    await work(() => sent).finally(() => spy.mockRestore());
    return { most, sent };
  };
  const notices = (sent: string[]) => sent.filter((text) => text.includes('pg_notify'));

  it('sends one statement at a time, as its connection demands', async () => {
    const [bus, other] = [await open(), await open()];
    const { most } = await watched(async (sent) => {
      for (let to = 1; to <= 50; to++) bus.publish('changes:committed', { to });
      await eventually(() => notices(sent()).length === 50, 'every hint to be sent');
    });
    await Promise.all([bus.onModuleDestroy(), other.onModuleDestroy()]);
    expect(most).toBe(1);
  });

  it('troubles the database with no notice while it is alone', async () => {
    const quiet = await freshDatabase();
    const bus = new PostgresBus(quiet.url);
    await bus.onModuleInit();
    const { sent } = await watched(async () => {
      bus.publish('changes:committed', { to: 1 });
      await eventually(() => bus.alone, 'the bus to find itself alone');
      for (let to = 2; to <= 50; to++) bus.publish('changes:committed', { to });
    });
    await bus.onModuleDestroy();
    await quiet.drop();
    expect(sent).toHaveLength(1); // it looked once
    expect(notices(sent)).toEqual([]);
  });

  it('is refused when the database cannot be reached at start, and leaves no connection', async () => {
    const bus = new PostgresBus(database.url.replace(/\/test_/, '/missing_'));
    await expect(bus.onModuleInit()).rejects.toThrow(/does not exist/);
    await bus.onModuleDestroy();
  });
});
