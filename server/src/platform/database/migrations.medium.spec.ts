// Real: PostgreSQL, with every migration of the program.
import { DataSource } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';

let database: FreshDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  source = new DataSource({ type: 'postgres', url: database.url, migrations: MIGRATIONS });
  await source.initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

/** Everything in the schema that a program can see, and the rows that migrations put there. */
async function schema(): Promise<Record<string, unknown>> {
  const rows = (query: string): Promise<unknown> => source.query(query);
  return {
    columns: await rows(
      `SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default, is_identity
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations' ORDER BY 1, 3`,
    ),
    indexes: await rows(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
    ),
    constraints: await rows(
      `SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(oid) AS says FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'migrations' ORDER BY 1, 2`,
    ),
    counter: await rows(`SELECT * FROM change_counter`).catch(() => null),
  };
}

/** Whatever else could be left behind. */
async function leftovers(): Promise<string[]> {
  const rows: { name: string }[] = await source.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^migrations|^PK_'
     UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname !~ 'migrations'`,
  );
  return rows.map(({ name }) => name);
}

describe('the migrations', () => {
  it('go back to nothing, also with days of positions, and forward to the same again', async () => {
    const before = await schema();
    await source.query(
      `CREATE TABLE position_2023_08_13 PARTITION OF position FOR VALUES FROM ('2023-08-13') TO ('2023-08-14')`,
    );
    for (const _ of MIGRATIONS) await source.undoLastMigration();
    expect(await leftovers()).toEqual([]);
    await migrate(database.url);
    expect(await schema()).toEqual(before);
  });

  it('are run once when several processes start on an empty database', async () => {
    const before = await schema();
    for (const _ of MIGRATIONS) await source.undoLastMigration();
    await source.query('DROP TABLE migrations');
    await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)));
    expect(await schema()).toEqual(before);
  });

  it('change nothing when they are run again', async () => {
    const before = await schema();
    await migrate(database.url);
    expect(await schema()).toEqual(before);
  });

  it('are listed by the time in their name, which is the order they run in', () => {
    const times = MIGRATIONS.map(({ name }) => Number(/\d{13}$/.exec(name)![0]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });
});
