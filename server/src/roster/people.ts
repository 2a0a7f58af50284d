import { Injectable } from '@nestjs/common';
import type { ShiftPerson, ShiftPost } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';

/** Finds whoever a name on the roster means. */
@Injectable()
export class RosterPeople {
  constructor(private readonly database: DataSource) {}

  /** By name, whatever its case, among those who have the role of the post; nobody when two are called so. */
  async find(name: string, post: ShiftPost, manager: EntityManager = this.database.manager): Promise<ShiftPerson> {
    const found: { id: string; name: string }[] = await manager.query(
      `SELECT id, name FROM person WHERE lower(name) = lower($1) AND role = $2 AND disabled_at IS NULL LIMIT 2`,
      [name.trim(), post],
    );
    return found.length === 1
      ? { personId: found[0]!.id, name: found[0]!.name }
      : { personId: null, name: name.trim() };
  }
}
