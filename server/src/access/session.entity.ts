import type { SignInMeans } from '@rearguard/shared';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PersonEntity } from './person.entity.js';

/** One browser in which a person is signed in. The cookie itself is nowhere, only its hash. */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'secret_hash' })
  secretHash!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @ManyToOne(() => PersonEntity, { nullable: false })
  @JoinColumn({ name: 'person_id' })
  person?: PersonEntity;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text')
  means!: SignInMeans;

  /** Network address of the sign-in; null on the machine itself. */
  @Column('text', { name: 'from_address', nullable: true })
  fromAddress!: string | null;

  /** What the browser calls itself. */
  @Column('text', { nullable: true })
  browser!: string | null;
}
