import { Injectable } from '@nestjs/common';
import type { ConvoyPlan } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import type { ConvoyMemory } from '../domain/convoy.js';

export interface ConvoyRow {
  id: string;
  version: number;
  plan: ConvoyPlan;
  memory: ConvoyMemory;
  stale: boolean;
}

/** The rows of the table `convoy`: its plan and what its reports have told so far. */
@Injectable()
export class ConvoysRepository {
  /** Locks convoys in the order of their ids, so that two lanes never wait for each other. */
  async hold(manager: EntityManager, ids: readonly string[]): Promise<ConvoyRow[]> {
    if (ids.length === 0) return [];
    return manager.query(`SELECT * FROM convoy WHERE id = ANY($1) ORDER BY id FOR UPDATE`, [ids]);
  }

  async save(manager: EntityManager, rows: readonly ConvoyRow[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query(
      `INSERT INTO convoy (id, version, plan, memory, stale)
       SELECT * FROM unnest($1::text[], $2::int[], $3::jsonb[], $4::jsonb[], $5::bool[])
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, plan = excluded.plan, memory = excluded.memory,
         stale = excluded.stale`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.version),
        rows.map((row) => JSON.stringify(row.plan)),
        rows.map((row) => JSON.stringify(row.memory)),
        rows.map((row) => row.stale),
      ],
    );
  }
}
