// Real: the whole server with its database. A connection of its own holds a row, so that others meet behind it.
import { ConvoyPlan } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';
import { ConvoysService } from './convoys/convoys.service.js';
import { lineOf } from './convoys/lines.js';
import { placeAt } from './domain/route-line.js';

const DAY_MS = 86_400_000;

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const aPlan = (id: string, unitId: string) =>
  ConvoyPlan.parse({
    id,
    routeId: 'msr-timbuktu-ber',
    reversed: true,
    plannedDepartureAt: Date.now(),
    plannedSpeedKmh: 10,
    unitIds: [unitId],
  });

it('a sweep and who plans never wait for each other, over a unit and its convoy', async () => {
  const database = room.app.get(DataSource);
  const convoys = room.app.get(ConvoysService);
  const waiting = (count: number) => async () => {
    const rows: unknown[] = await database.query(
      `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '% FROM unit %FOR UPDATE'`,
    );
    return rows.length === count;
  };
  await convoys.plan(aPlan('one', 'O-1'));
  // Where it starts: a convoy under way would keep its unit.
  await room.send([{ unitId: 'O-1', ...placeAt(lineOf(aPlan('one', 'O-1')), 0), observedAt: Date.now() }]);
  const hasDeadline = async () => {
    const rows: unknown[] = await database.query(
      `SELECT 1 FROM deadline WHERE kind = 'unit.stale' AND subject = 'O-1'`,
    );
    return rows.length === 1;
  };
  await eventually(hasDeadline, 'the deadline of the unit');

  const holder = database.createQueryRunner();
  await holder.startTransaction();
  try {
    await holder.query(`SELECT 1 FROM unit WHERE id = 'O-1' FOR UPDATE`);
    const sweep = room.app.get(Deadlines).runDue(Date.now() + DAY_MS);
    await eventually(waiting(1), 'the sweep to wait for the unit');
    const plan = convoys.plan(aPlan('two', 'O-1'));
    await eventually(waiting(2), 'the plan to wait behind it');
    await holder.commitTransaction();
    // Whoever held the convoy while it waits for the unit would be in the way of the sweep, which now asks for it.
    expect(await Promise.allSettled([sweep, plan])).toEqual([
      { status: 'fulfilled', value: expect.any(Number) as unknown },
      { status: 'fulfilled', value: expect.objectContaining({ id: 'two' }) as unknown },
    ]);
  } finally {
    if (holder.isTransactionActive) await holder.rollbackTransaction();
    await holder.release();
  }
  expect(await database.query(`SELECT convoy_id, stale FROM unit WHERE id = 'O-1'`)).toEqual([
    { convoy_id: 'two', stale: true },
  ]);
});
