import type { Feed } from '@rearguard/shared';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a program shows instead of signing in: to send to one feed, or to read. */
@Entity('access_token')
export class AccessTokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: 'feed' | 'read';

  /** Set for feed tokens alone. */
  @Column('text', { nullable: true })
  feed!: Feed | null;

  @Column('text')
  name!: string;

  @Column('text', { name: 'secret_hash' })
  secretHash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** Set when a successor is out: both are good until then. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
