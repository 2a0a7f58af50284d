import { Injectable } from '@nestjs/common';
import {
  type Alert,
  type AlertEntry,
  AlertSubject,
  DUPLICATE_WITHIN_KM,
  DUPLICATE_WITHIN_MS,
  isOpen,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { AlertRecord, LifePart, NewEntry } from './domain/alert-record.js';

/** Of latitude. */
const KM_A_DEGREE = 111;

interface Row {
  body: Alert;
  before: LifePart | null;
}

interface EntryRow {
  id: string;
  alert_id: string;
  version: number;
  at: Date;
  observed_at: Date;
  who: AlertEntry['who'];
  action: AlertEntry['action'];
  from_state: AlertEntry['from'];
  to_state: AlertEntry['to'];
  reason: string | null;
  detail: Record<string, unknown>;
  message_id: string | null;
}

export interface AlertFilter {
  state?: string | undefined;
  severity?: string | undefined;
  /** Id of a subject, or `type:id`. */
  subject?: string | undefined;
  /** Place in the list after which to go on. */
  after?: readonly [raisedAt: string, id: string] | undefined;
}

/** The tables `alert` and `alert_entry`. */
@Injectable()
export class AlertsRepository {
  constructor(private readonly database: DataSource) {}

  async find(id: string, manager: EntityManager = this.database.manager): Promise<AlertRecord | null> {
    const [row]: Row[] = await manager.query(`SELECT body, before FROM alert WHERE id = $1`, [id]);
    return row ? toRecord(row) : null;
  }

  /** The open alert of a cause. */
  async openOf(manager: EntityManager, cause: string): Promise<AlertRecord | null> {
    const [row]: Row[] = await manager.query(`SELECT body, before FROM alert WHERE cause = $1 AND open`, [cause]);
    return row ? toRecord(row) : null;
  }

  /** The open alert of the same cause as this one that is another: while there is one, this one cannot be open too. */
  async openBeside(manager: EntityManager, id: string): Promise<AlertRecord | null> {
    const [row]: Row[] = await manager.query(
      `SELECT body, before FROM alert WHERE open AND id <> $1 AND cause = (SELECT cause FROM alert WHERE id = $1)`,
      [id],
    );
    return row ? toRecord(row) : null;
  }

  /** All that nobody has taken. */
  async unacknowledged(manager: EntityManager): Promise<AlertRecord[]> {
    const rows: Row[] = await manager.query(
      `SELECT body, before FROM alert WHERE open AND state IN ('raised', 'escalated') ORDER BY raised_at, id`,
    );
    return rows.map(toRecord);
  }

  /** Whether anything critical is open that nobody has taken. */
  async anyCriticalWaits(): Promise<boolean> {
    const [row]: { any: boolean }[] = await this.database.query(
      `SELECT EXISTS (SELECT FROM alert
        WHERE open AND severity = 'critical' AND state IN ('raised', 'escalated')) AS any`,
    );
    return row!.any;
  }

  /** Open reports of about the same time that name the same convoy, or are of one kind and lie near: a wide choice. */
  async maybeAlike(manager: EntityManager, alert: Alert): Promise<AlertRecord[]> {
    const at = Date.parse(alert.observedAt);
    const convoys = alert.subjects.filter(({ type }) => type === 'convoy').map((one) => JSON.stringify([one]));
    const rows: Row[] = await manager.query(
      `SELECT body, before FROM alert WHERE open AND observed_at BETWEEN $1 AND $2
          AND (body -> 'subjects' @> ANY($3::jsonb[])
            OR body ->> 'kind' = $4 AND abs((body ->> 'lat')::float8 - $5) < $6) ORDER BY id`,
      [
        toInstantOut(at - DUPLICATE_WITHIN_MS),
        toInstantOut(at + DUPLICATE_WITHIN_MS),
        convoys,
        alert.kind,
        alert.lat,
        (DUPLICATE_WITHIN_KM / KM_A_DEGREE) * 2,
      ],
    );
    return rows.map(toRecord);
  }

  async insert(manager: EntityManager, { alert, before }: AlertRecord, cause: string): Promise<void> {
    await manager.query(
      `INSERT INTO alert (id, version, cause, state, severity, open, observed_at, raised_at, body, before)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [alert.id, alert.version, cause, alert.state, alert.severity, isOpen(alert), ...timesOf(alert), alert, before],
    );
  }

  async update(manager: EntityManager, { alert, before }: AlertRecord): Promise<void> {
    await manager.query(
      `UPDATE alert SET version = $2, state = $3, severity = $4, open = $5, observed_at = $6, raised_at = $7,
         body = $8, before = $9 WHERE id = $1`,
      [alert.id, alert.version, alert.state, alert.severity, isOpen(alert), ...timesOf(alert), alert, before],
    );
  }

  async append(manager: EntityManager, entry: NewEntry): Promise<void> {
    await manager.query(
      `INSERT INTO alert_entry
         (alert_id, version, at, observed_at, who, action, from_state, to_state, reason, detail, message_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        entry.alertId,
        entry.version,
        toInstantOut(entry.at),
        toInstantOut(entry.observedAt),
        entry.who,
        entry.action,
        entry.from,
        entry.to,
        entry.reason,
        entry.detail,
        entry.messageId,
      ],
    );
  }

  /** Newest first. */
  async list(filter: AlertFilter, limit: number): Promise<Alert[]> {
    const rows: Row[] = await this.database.query(
      `SELECT body, before FROM alert
        WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR severity = $2)
          AND ($3::jsonb IS NULL OR body -> 'subjects' @> $3)
          AND ($4::timestamptz IS NULL OR (raised_at, id) < ($4, $5))
        ORDER BY raised_at DESC, id DESC LIMIT $6`,
      [
        filter.state ?? null,
        filter.severity ?? null,
        filter.subject === undefined ? null : JSON.stringify([subjectOf(filter.subject)]),
        filter.after?.[0] ?? null,
        filter.after?.[1] ?? null,
        limit,
      ],
    );
    return rows.map((row) => row.body);
  }

  /** Oldest first. */
  async entries(alertId: string, after: string, limit: number): Promise<AlertEntry[]> {
    const rows: EntryRow[] = await this.database.query(
      `SELECT * FROM alert_entry WHERE alert_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [alertId, after, limit],
    );
    return rows.map(toEntry);
  }
}

function timesOf(alert: Alert): [string, string] {
  return [alert.observedAt, alert.raisedAt];
}

const TYPES: readonly string[] = AlertSubject.shape.type.options;

/** `convoy:BER-01` names one thing, `BER-01` whatever is called so; ids may have colons of their own. */
function subjectOf(text: string): { type?: string; id: string } {
  const colon = text.indexOf(':');
  const type = text.slice(0, Math.max(0, colon));
  return TYPES.includes(type) ? { type, id: text.slice(colon + 1) } : { id: text };
}

function toRecord(row: Row): AlertRecord {
  return { alert: row.body, before: row.before };
}

function toEntry(row: EntryRow): AlertEntry {
  return {
    id: row.id,
    alertId: row.alert_id,
    version: row.version,
    at: toInstantOut(row.at.getTime()),
    observedAt: toInstantOut(row.observed_at.getTime()),
    who: row.who,
    action: row.action,
    from: row.from_state,
    to: row.to_state,
    reason: row.reason,
    detail: row.detail,
    messageId: row.message_id,
  };
}
