import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who did what, when and from where. The database refuses to change or remove a row. */
@Entity('audit_entry')
export class AuditEntryEntity {
  /** Counts up; text, since it is a bigint. */
  @PrimaryColumn('bigint', { generated: 'increment' })
  id!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text', { name: 'who_kind' })
  whoKind!: 'person' | 'token' | 'system';

  @Column('text', { name: 'who_id', nullable: true })
  whoId!: string | null;

  @Column('text', { name: 'who_name' })
  whoName!: string;

  @Column('text')
  action!: string;

  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('jsonb')
  detail!: Record<string, unknown>;

  @Column('jsonb', { name: 'state_before', nullable: true })
  before!: Record<string, unknown> | null;

  @Column('jsonb', { name: 'state_after', nullable: true })
  after!: Record<string, unknown> | null;

  @Column('text', { name: 'from_address', nullable: true })
  fromAddress!: string | null;
}
