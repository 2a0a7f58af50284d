import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';

/** Any number that no other lock of the room uses. */
const MIGRATING = 1_790_000_000;

/**
 * Brings a database to the schema of this program. Running it again changes nothing; of several processes that start on
 * one database at once, the first does it and the others wait for it.
 */
export async function migrate(url: string): Promise<void> {
  const database = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    applicationName: 'rearguard migrate',
  });
  await database.initialize();
  const holder = database.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATING]);
    await database.runMigrations({ transaction: 'each' });
  } finally {
    // With its connection the lock goes, too.
    await holder.release();
    await database.destroy();
  }
}
