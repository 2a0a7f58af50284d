import pg from 'pg';
import { DATABASE } from './database-record.js';

/** Runs something on a connection of its own. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks between queries is reported by the next query; unheard it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether a database takes connections with our access. */
export async function answers(url: string): Promise<boolean> {
  try {
    return await withConnection(url, async (client) => (await client.query('SELECT 1')).rowCount === 1);
  } catch {
    return false; // whatever the reason is: it is not one that we can use now
  }
}

/** Makes the product's database in a new cluster. */
export async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  await withConnection(maintenanceUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}
