import type pg from 'pg';
import { dayStart } from '@rearguard/shared';
import type { ArchivedTable } from './archive.js';

/** Tables that a migration puts rows into; they count as empty as it left them. */
export const SEEDED: Readonly<Record<string, string>> = {
  change_counter: 'last = 0',
  notice_settings: 'version = 1',
};

const PARTITION = /^position_(\d{4})_(\d{2})_(\d{2})$/;

/**
 * Tables with rows of their own, those first that others refer to. The record of migrations is not among them: it
 * belongs to the schema.
 */
export async function tablesOf(client: pg.ClientBase): Promise<ArchivedTable[]> {
  const { rows } = await client.query<ArchivedTable & { refers: string[] }>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       ARRAY(SELECT DISTINCT t.relname::text FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS refers
     FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations' ORDER BY 1`,
  );
  const ordered: ArchivedTable[] = [];
  for (const waiting = new Map(rows.map((row) => [row.name, row])); waiting.size > 0;) {
    const ready = [...waiting.values()].filter((row) => !row.refers.some((name) => waiting.has(name)));
    if (ready.length === 0)
      throw new Error(`these tables refer to each other in a ring: ${[...waiting.keys()].join()}`);
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      waiting.delete(name);
    }
  }
  return ordered;
}

/** The tables' sequences and the numbers they have reached; null: never used. */
export async function sequencesOf(client: pg.ClientBase): Promise<{ name: string; last: string | null }[]> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = 'public' AND sequencename NOT LIKE 'migrations%' ORDER BY 1`,
  );
  return rows;
}

/** Names of the migrations that a database has had, oldest first; none when it has no schema. */
export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('public.migrations') AS it`);
  if ((found[0] as { it: string | null }).it === null) return [];
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM migrations ORDER BY "timestamp"`);
  return rows.map(({ name }) => name);
}

/** First instant of the day that a table holds positions of, or null when it is no such table. */
export function positionDay(table: string): number | null {
  const day = PARTITION.exec(table);
  return day === null ? null : dayStart(day.slice(1).join('-'));
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const columnList = ({ columns }: ArchivedTable): string => columns.map(quoted).join(', ');
