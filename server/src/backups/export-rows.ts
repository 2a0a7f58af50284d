import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export const EXPORTS = ['changes', 'positions'] as const;
export type Exported = (typeof EXPORTS)[number];
export const FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export interface ExportWish {
  readonly what: Exported;
  readonly format: ExportFormat;
  /** Times of observation, RFC 3339 UTC; null: no bound. `to` itself is left out. */
  readonly from: string | null;
  readonly to: string | null;
}

/** An instant as the product writes it. */
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const SELECTS: Record<Exported, { query: string; time: string; order: string }> = {
  changes: {
    query: `SELECT seq, ${instant('at')} AS "at", ${instant('observed_at')} AS "observedAt", kind, id, version, op, body FROM change c`,
    time: 'c.observed_at',
    order: 'seq',
  },
  positions: {
    query: `SELECT coalesce(u.id, '#' || p.unit_no) AS "unitId", ${instant('p.observed_at')} AS "observedAt",
        ${instant('p.received_at')} AS "receivedAt", p.lat, p.lon, p.speed_kmh AS "speedKmh", p.course_deg AS "courseDeg",
        p.altitude_m AS "altitudeM", p.accuracy_m AS "accuracyM", ${instant('p.source_observed_at')} AS "sourceObservedAt"
      FROM (TABLE position UNION ALL TABLE position_thinned) p LEFT JOIN unit u ON u.no = p.unit_no`,
    time: 'p.observed_at',
    order: '"observedAt", "unitId"',
  },
};

/** Writes rows as people take them elsewhere, as a stream, as of one instant. */
export async function exportRows(url: string, { what, format, from, to }: ExportWish, out: Writable): Promise<void> {
  const { query, time, order } = SELECTS[what];
  const client = new pg.Client({ connectionString: url, application_name: 'rearguard export' });
  await client.connect();
  try {
    const bounds = [from && `${time} >= ${client.escapeLiteral(from)}`, to && `${time} < ${client.escapeLiteral(to)}`];
    const where = bounds.filter(Boolean).join(' AND ');
    const rows = `${query} ${where === '' ? '' : `WHERE ${where}`} ORDER BY ${order}`;
    // As CSV with marks that JSON never has, each line is the bare JSON.
    const copy =
      format === 'csv'
        ? `COPY (${rows}) TO STDOUT WITH (FORMAT csv, HEADER)`
        : `COPY (SELECT row_to_json(r) FROM (${rows}) r) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`;
    await pipeline(client.query(copyTo(copy)), out, { end: false });
  } finally {
    await client.end();
  }
}
