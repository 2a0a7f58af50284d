import type { Role } from '@rearguard/shared';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who signs in. Of those who came by link, the same role and name are the same person. */
@Entity('person')
export class PersonEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** How they come in: by one-time links alone, by password, or through the organisation's own sign-in. */
  @Column('text')
  kind!: 'link' | 'account' | 'provider';

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Where escalations that call this person go by e-mail. */
  @Column('text', { nullable: true })
  email!: string | null;

  @Column('int')
  version!: number;
}
