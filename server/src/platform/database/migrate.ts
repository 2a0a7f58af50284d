import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';

/** Brings a database to the schema of this program. Running it again changes nothing. */
export async function migrate(url: string): Promise<void> {
  const database = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    applicationName: 'rearguard migrate',
  });
  await database.initialize();
  try {
    await database.runMigrations({ transaction: 'each' });
  } finally {
    await database.destroy();
  }
}
