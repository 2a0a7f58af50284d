import type { Role } from '@rearguard/shared';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A link that signs one browser in, once. */
@Entity('sign_in_link')
export class SignInLinkEntity {
  @PrimaryColumn('text', { name: 'code_hash' })
  codeHash!: string;

  @Column('text')
  role!: Role;

  /** Null: the role's own name. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;

  /** Set for a link of an account; null: of whoever has this role and name. */
  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;
}
