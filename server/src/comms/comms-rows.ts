import { Injectable } from '@nestjs/common';
import { type CallContact, type Comms, type CommsEntry, type EpochMs, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { RoomTransaction } from '../changes/change-log.js';

export type Contacts = Partial<Record<CallContact['post'], string>>;

/** One thing that happened, before it is stored. */
export interface CommsStep {
  comms: Comms;
  act: CommsEntry['act'];
  who: CommsEntry['who'];
  /** When we learned of it. */
  at: EpochMs;
  observedAt: EpochMs;
  detail: Record<string, unknown>;
}

interface EntryRow {
  id: string;
  comms_id: string;
  version: number;
  at: Date;
  observed_at: Date;
  act: CommsEntry['act'];
  who: CommsEntry['who'];
  detail: Record<string, unknown>;
}

/** The tables `comms` and `comms_entry`. Whoever writes holds the alerts first: one at a time in the whole room. */
@Injectable()
export class CommsRows {
  constructor(private readonly database: DataSource) {}

  async find(id: string, manager: EntityManager = this.database.manager): Promise<Comms | null> {
    const [row]: { body: Comms }[] = await manager.query(`SELECT body FROM comms WHERE id = $1`, [id]);
    return row?.body ?? null;
  }

  /** How the posts of the call tree are reached: for those who call them, and no one else. */
  async contacts(id: string, manager: EntityManager = this.database.manager): Promise<Contacts> {
    const [row]: { contacts: Contacts }[] = await manager.query(`SELECT contacts FROM comms WHERE id = $1`, [id]);
    return row?.contacts ?? {};
  }

  async setContacts(id: string, contacts: Contacts, manager: EntityManager): Promise<void> {
    await manager.query(`UPDATE comms SET contacts = $2 WHERE id = $1`, [id, contacts]);
  }

  async list(after: string, state: string | null, limit: number): Promise<Comms[]> {
    const rows: { body: Comms }[] = await this.database.query(
      `SELECT body FROM comms WHERE id COLLATE "C" > $1 AND ($2::text IS NULL OR state = $2) ORDER BY id COLLATE "C" LIMIT $3`,
      [after, state, limit],
    );
    return rows.map(({ body }) => body);
  }

  /** Stores a step with its place in the history, and tells the room. @returns it, one version further */
  async store(tx: RoomTransaction, { comms, act, who, at, observedAt, detail }: CommsStep): Promise<Comms> {
    const { id } = comms;
    const [shown]: { version: number }[] =
      comms.version === 0
        ? await tx.manager.query(`SELECT version FROM picture_state WHERE kind = 'comms' AND id = $1`, [id])
        : [comms];
    const version = (shown?.version ?? 0) + 1;
    const after = { ...comms, version };
    await tx.manager.query(
      `INSERT INTO comms (id, version, state, body, contacts) VALUES ($1, $2, $3, $4, '{}')
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, body = excluded.body`,
      [id, version, after.state, after],
    );
    await tx.manager.query(
      `INSERT INTO comms_entry (comms_id, version, at, observed_at, act, who, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, version, toInstantOut(at), toInstantOut(observedAt), act, who, detail],
    );
    const op = after.state === 'ended' ? 'remove' : 'put';
    tx.change({ kind: 'comms', id, version, at, observedAt, op, body: op === 'put' ? after : { id } });
    return after;
  }

  /** Everything since it was entered, oldest first; what an earlier run of an exercise left is not of this one. */
  async entries(id: string, after: string, limit: number): Promise<CommsEntry[]> {
    const rows: EntryRow[] = await this.database.query(
      `SELECT * FROM comms_entry WHERE comms_id = $1 AND id > $2
          AND id >= (SELECT max(id) FROM comms_entry WHERE comms_id = $1 AND act = 'enter') ORDER BY id LIMIT $3`,
      [id, after, limit],
    );
    return rows.map(toEntry);
  }
}

function toEntry(row: EntryRow): CommsEntry {
  return {
    id: row.id,
    commsId: row.comms_id,
    version: row.version,
    at: toInstantOut(row.at.getTime()),
    observedAt: toInstantOut(row.observed_at.getTime()),
    act: row.act,
    who: row.who,
    detail: row.detail,
  };
}
