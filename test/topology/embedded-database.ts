import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alive } from './processes.js';

/** What the product notes of its own database. */
interface DatabaseRecord {
  port: number;
  password: string;
  elsewhere: string | null;
}

/**
 * The PostgreSQL that the product keeps in a data folder: it outlives a product that is killed, and is then no child of
 * the next one.
 */
export async function embeddedDatabaseOf(dataDir: string): Promise<{ url: string; pid: number | null }> {
  const text = await readFile(join(dataDir, 'database.json'), 'utf8');
  const { port, password, elsewhere } = JSON.parse(text) as DatabaseRecord;
  const lock = await readFile(join(elsewhere ?? join(dataDir, 'postgres'), 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  const url = `postgres://rearguard:${encodeURIComponent(password)}@127.0.0.1:${port}/rearguard`;
  return { url, pid: pid > 0 && alive(pid) ? pid : null };
}
