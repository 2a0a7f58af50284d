import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../platform/database/migrate.js';

const TEMPLATE = 'migrated_template';
/** Any number: it only has to be the same in every worker of a run. */
const TEMPLATE_LOCK = 7_310_901;

/** A database of its own for a test. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, open connections and all. */
  drop(): Promise<void>;
}

/**
 * A new, migrated and otherwise empty database on the PostgreSQL of this test run.
 * The migrations run once; every further database is a copy, which takes a few hundredths of a second.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  return {
    url: urlOf(name),
    drop: () => asAdministrator(async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** A new database with no schema at all. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (client) => void (await client.query(`CREATE DATABASE ${name}`)));
  return {
    url: urlOf(name),
    drop: () => asAdministrator(async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** Made under another name first: a template whose migration failed is not taken for a whole one. */
async function ensureTemplate(client: pg.Client): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (found.rowCount !== 0) return;
  const started = `${TEMPLATE}_started`;
  await client.query(`DROP DATABASE IF EXISTS ${started} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${started}`);
  await migrate(urlOf(started));
  await client.query(`ALTER DATABASE ${started} RENAME TO ${TEMPLATE}`);
}

async function asAdministrator(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await work(client); // its advisory lock ends with the connection
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const admin = process.env.REARGUARD_TEST_DATABASE_URL;
  if (admin === undefined) throw new Error('No test database: run this file in the Jest project "medium".');
  const url = new URL(admin);
  url.pathname = `/${database}`;
  return url.href;
}
