import pg from 'pg';
import { freshDatabase } from './database.js';

const tablesOf = async (url: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  await client.end();
  return rows.map((row) => row.name);
};

it('gives each test a migrated database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  expect(one.url).not.toBe(other.url);
  expect(await tablesOf(one.url)).toContain('migrations');
  await one.drop();
  await expect(tablesOf(one.url)).rejects.toThrow(/does not exist/);
  expect(await tablesOf(other.url)).toContain('migrations');
  await other.drop();
});
