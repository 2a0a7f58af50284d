// Real: PostgreSQL with its LISTEN and NOTIFY.
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { busKeepsItsPromises } from '../../testing/bus-conformance.js';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
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

  it('sends one statement at a time, as its connection demands', async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.message);
    process.on('warning', note);
    const bus = new PostgresBus(database.url);
    await bus.onModuleInit();
    const heard = new Promise<void>((resolve) => administrator.once('notification', () => resolve()));
    await administrator.query('LISTEN rearguard_bus');
    for (let to = 1; to <= 50; to++) bus.publish('changes:committed', { to });
    await heard;
    await bus.onModuleDestroy();
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('is refused when the database cannot be reached at start, and leaves no connection', async () => {
    const bus = new PostgresBus(database.url.replace(/\/test_/, '/missing_'));
    await expect(bus.onModuleInit()).rejects.toThrow(/does not exist/);
    await bus.onModuleDestroy();
  });
});
