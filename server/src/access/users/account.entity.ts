import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person signs in with. Apart from the person, so that no look-up of people reads a hash. */
@Entity('account')
export class AccountEntity {
  @PrimaryColumn('uuid', { name: 'person_id' })
  personId!: string;

  /** The name as it is compared at sign-in; null for users of the organisation's own sign-in. */
  @Column('text', { name: 'name_key', nullable: true })
  nameKey!: string | null;

  /** Issuer and subject at the organisation's own sign-in. */
  @Column('text', { name: 'provider_subject', nullable: true })
  providerSubject!: string | null;

  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('timestamptz', { name: 'password_set_at', nullable: true })
  passwordSetAt!: Date | null;

  /** In base32. Counts only once {@link totpSince} says that the person has shown a code of it. */
  @Column('text', { name: 'totp_secret', nullable: true })
  totpSecret!: string | null;

  @Column('timestamptz', { name: 'totp_since', nullable: true })
  totpSince!: Date | null;

  /** The last step of time whose code was used; each is good once. Text, since it is a bigint. */
  @Column('bigint', { name: 'totp_last_step', nullable: true })
  totpLastStep!: string | null;
}
