import type { Role } from '@rearguard/shared';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who signs in. The same role and name are the same person. */
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
}
