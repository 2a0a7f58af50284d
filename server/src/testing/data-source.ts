import { DataSource } from 'typeorm';
import { freshDatabase } from './database.js';

/** A database of its own with a connection pool, as a feature gets it. */
export interface OpenDatabase {
  readonly url: string;
  readonly source: DataSource;
  close(): Promise<void>;
}

export async function openDatabase(): Promise<OpenDatabase> {
  const database = await freshDatabase();
  const source = new DataSource({ type: 'postgres', url: database.url, poolSize: 16 });
  await source.initialize();
  return {
    url: database.url,
    source,
    async close() {
      await source.destroy();
      await database.drop();
    },
  };
}
