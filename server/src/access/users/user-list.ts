import { Injectable } from '@nestjs/common';
import { type Role, type SessionItem, type SignInMeans, toInstantOut, type User } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { SystemClock } from '../../platform/clock/clock.js';

interface UserRow {
  id: string;
  version: number;
  name: string;
  role: Role;
  email: string | null;
  kind: User['kind'];
  has_password: boolean;
  has_totp: boolean;
  disabled_at: Date | null;
  created_at: Date;
  sessions: number;
  last_seen_at: Date | null;
}

interface SessionRow {
  id: string;
  person_id: string;
  name: string;
  role: Role;
  means: SignInMeans;
  from_address: string | null;
  browser: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

/** Where a page of people ends. */
export interface UserPlace {
  name: string;
  id: string;
}

/** Who may come in, and who is in. */
@Injectable()
export class UserList {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
  ) {}

  /** By name. */
  async users(after: UserPlace | undefined, limit: number): Promise<User[]> {
    return this.#users(`($2::text IS NULL OR (p.name, p.id) > ($2, $3::uuid))`, limit, [
      after?.name ?? null,
      after?.id ?? null,
    ]);
  }

  async user(id: string): Promise<User | null> {
    const [user] = await this.#users(`p.id = $2::uuid`, 1, [id]);
    return user ?? null;
  }

  /** Sessions that stand, the newest first. @param current the one that asks */
  async sessions(current: string | null, personId: string | null = null): Promise<SessionItem[]> {
    const rows = await this.database.query<SessionRow[]>(
      `SELECT s.*, p.name, p.role FROM session s JOIN person p ON p.id = s.person_id
        WHERE s.revoked_at IS NULL AND s.expires_at > $1 AND ($2::uuid IS NULL OR s.person_id = $2)
        ORDER BY s.created_at DESC, s.id LIMIT 5000`,
      [this.#now(), personId],
    );
    return rows.map((row) => ({
      id: row.id,
      version: 1,
      person: { id: row.person_id, name: row.name, role: row.role },
      means: row.means,
      from: row.from_address,
      browser: row.browser,
      createdAt: toInstantOut(row.created_at.getTime()),
      lastSeenAt: toInstantOut(row.last_seen_at.getTime()),
      expiresAt: toInstantOut(row.expires_at.getTime()),
      current: row.id === current,
    }));
  }

  async #users(where: string, limit: number, given: unknown[]): Promise<User[]> {
    const rows = await this.database.query<UserRow[]>(
      `SELECT p.id, p.version, p.name, p.role, p.email, p.kind, p.disabled_at, p.created_at, a.password_hash IS NOT NULL AS has_password,
              a.totp_since IS NOT NULL AS has_totp, coalesce(s.sessions, 0)::int AS sessions, s.last_seen_at
         FROM person p LEFT JOIN account a ON a.person_id = p.id
         LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE revoked_at IS NULL AND expires_at > $1) AS sessions,
                                   max(last_seen_at) AS last_seen_at FROM session WHERE person_id = p.id) s ON true
        WHERE ${where} ORDER BY p.name, p.id LIMIT ${limit}`,
      [this.#now(), ...given],
    );
    return rows.map((row) => ({
      id: row.id,
      version: row.version,
      name: row.name,
      role: row.role,
      email: row.email,
      kind: row.kind,
      hasPassword: row.has_password,
      hasTotp: row.has_totp,
      disabledAt: row.disabled_at && toInstantOut(row.disabled_at.getTime()),
      createdAt: toInstantOut(row.created_at.getTime()),
      sessions: row.sessions,
      lastSeenAt: row.last_seen_at && toInstantOut(row.last_seen_at.getTime()),
    }));
  }

  #now(): string {
    return toInstantOut(this.time.now());
  }
}
