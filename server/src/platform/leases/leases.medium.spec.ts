// Real: PostgreSQL. Processes are keepers of leases of their own; one that died or hangs is played by its traces.
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { openDatabase, type OpenDatabase } from '../../testing/data-source.js';
import { eventually } from '../../testing/room.js';
import { Leases } from './leases.js';
import { sessionNames } from './lease-table.js';

let database: OpenDatabase;
beforeAll(async () => {
  Logger.overrideLogger(false); // connections are cut on purpose
  database = await openDatabase();
});
afterAll(() => database.close());

const opened: Leases[] = [];
const clients: pg.Client[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.onApplicationShutdown()));
  await Promise.all(clients.splice(0).map((one) => one.end().catch(() => undefined)));
  await database.source.query('DELETE FROM lease; DELETE FROM lease_candidate');
});

const aProcess = () => {
  const leases = new Leases(database.url, randomUUID());
  opened.push(leases);
  return leases;
};
const ask = <Rows>(text: string): Promise<Rows> => database.source.query(text);
/** A session under a name, as a process has it. */
const aSession = async (application_name: string) => {
  const client = new pg.Client({ connectionString: database.url, application_name });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
};
const leftBy = (holder: string, ms: number) =>
  database.source.query(
    `INSERT INTO lease (name, holder, fence, expires_at) VALUES ('work', $1, 41, now() + $2 * interval '1 millisecond')`,
    [holder, ms],
  );
/** Holds work until the lease ends; tells which fences it had. */
const keep = (leases: Leases, name: string, fences: string[] = [], running = new Set<string>()) => {
  const stop = leases.hold(name, async (lease) => {
    fences.push(lease.fence);
    running.add(name);
    await new Promise<void>((resolve) => lease.signal.addEventListener('abort', () => resolve()));
    running.delete(name);
  });
  return { fences, running, stop };
};

describe('leases', () => {
  it('let one process at a time do a piece of work, and spread many over all', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const [here, there] = [new Set<string>(), new Set<string>()];
    let twice = 0;
    const watch = setInterval(() => {
      twice += names.filter((name) => here.has(name) && there.has(name)).length;
    }, 1);
    const first = aProcess();
    for (const name of names) keep(first, name, [], here);
    await eventually(() => here.size === 4, 'the only process to do all');
    const second = aProcess();
    for (const name of names) keep(second, name, [], there);
    await eventually(() => here.size === 2 && there.size === 2, 'both to do half');
    await second.onApplicationShutdown();
    await eventually(() => here.size === 4, 'the remaining process to do all again');
    clearInterval(watch);
    expect(twice).toBe(0);
  });

  it('are free at once when their holder died, and count on', async () => {
    await leftBy(randomUUID(), 3_600_000);
    const { fences } = keep(aProcess(), 'work');
    await eventually(() => fences.length > 0, 'the lease of the dead');
    expect(fences).toEqual(['42']);
  });

  it('of a process that hangs are free when they have run out, and not before', async () => {
    const hanging = randomUUID();
    await aSession(sessionNames.lease(hanging));
    await leftBy(hanging, 1_000);
    const [{ expires_at: runsOutAt }] = await ask<[{ expires_at: Date }]>(`SELECT expires_at FROM lease`);
    const { fences } = keep(aProcess(), 'work');
    await eventually(() => fences.length > 0, 'the lease to run out');
    const [{ now }] = await ask<[{ now: Date }]>(`SELECT clock_timestamp() AS now`);
    expect(now.getTime()).toBeGreaterThanOrEqual(runsOutAt.getTime());
    expect(fences).toEqual(['42']);
  });

  it('of a process that hangs are free also after the clock of the database was set back', async () => {
    const hanging = randomUUID();
    await aSession(sessionNames.lease(hanging));
    await leftBy(hanging, 3_600_000);
    const { fences } = keep(aProcess(), 'work');
    await eventually(() => fences.length > 0, 'the lease');
    expect(fences).toEqual(['42']);
  });

  it('end when the connection is lost, and are taken anew', async () => {
    const leases = aProcess();
    const { fences, running } = keep(leases, 'work');
    await eventually(() => running.size === 1, 'the lease');
    await database.source.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1`, [
      sessionNames.lease(leases.process),
    ]);
    await eventually(() => fences.length === 2, 'the lease to be taken anew');
    expect(Number(fences[1])).toBe(Number(fences[0]) + 1);
  });

  it('once given up, belong to whoever wants them next', async () => {
    const { running, stop } = keep(aProcess(), 'work');
    await eventually(() => running.size === 1, 'the lease');
    await stop();
    expect(running.size).toBe(0);
    const next = keep(aProcess(), 'work');
    await eventually(() => next.running.size === 1, 'the next holder');
  });

  it('free what a process holds that stopped in the middle of a transaction, even of a COPY', async () => {
    const rows = database.source;
    await rows.query('CREATE TABLE held (no int PRIMARY KEY, n int)');
    await rows.query('INSERT INTO held VALUES (1, 0), (2, 0)');
    const idle = await aSession(sessionNames.room(randomUUID()));
    await idle.query('BEGIN');
    await idle.query('UPDATE held SET n = 1 WHERE no = 1');
    const copying = await aSession(sessionNames.room(randomUUID()));
    await copying.query('BEGIN');
    await copying.query('UPDATE held SET n = 1 WHERE no = 2');
    copying.query('COPY held FROM STDIN').catch(() => undefined); // whose rows never come
    const leases = aProcess();
    keep(leases, 'work');
    const own = await aSession(sessionNames.room(leases.process));
    await own.query('BEGIN');
    await rows.query('UPDATE held SET n = n + 10');
    expect(await rows.query('SELECT n FROM held ORDER BY no')).toEqual([{ n: 10 }, { n: 10 }]);
    await own.query('COMMIT'); // our own is never ended, however long it takes
    await rows.query('DROP TABLE held');
  });
});
