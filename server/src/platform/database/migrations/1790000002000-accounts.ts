import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts with passwords and one-time codes, users of the organisation's own sign-in, and what sessions come from. */
export class Accounts1790000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Whoever came by link alone is known by role and name; an account may change its role.
    await runner.query(`ALTER TABLE person DROP CONSTRAINT person_role_name_key`);
    await runner.query(`
      ALTER TABLE person ADD kind text NOT NULL DEFAULT 'link' CHECK (kind IN ('link', 'account', 'provider')),
        ADD disabled_at timestamptz, ADD version int NOT NULL DEFAULT 1`);
    await runner.query(`CREATE UNIQUE INDEX person_by_link_idx ON person (role, name) WHERE kind = 'link'`);
    await runner.query(`
      CREATE TABLE account (
        person_id uuid PRIMARY KEY REFERENCES person,
        name_key text UNIQUE,
        provider_subject text UNIQUE,
        password_hash text,
        password_set_at timestamptz,
        totp_secret text,
        totp_since timestamptz,
        totp_last_step bigint,
        CHECK ((name_key IS NULL) <> (provider_subject IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE recovery_code (
        person_id uuid NOT NULL REFERENCES account,
        code_hash text NOT NULL,
        PRIMARY KEY (person_id, code_hash)
      )`);
    await runner.query(`
      CREATE TABLE sign_in_failure (
        key text PRIMARY KEY,
        failures int NOT NULL,
        last_at timestamptz NOT NULL,
        blocked_until timestamptz NOT NULL
      )`);
    await runner.query(`ALTER TABLE sign_in_link ADD person_id uuid REFERENCES person`);
    await runner.query(`
      ALTER TABLE session ADD means text NOT NULL DEFAULT 'link', ADD from_address text, ADD browser text`);
    await runner.query(`ALTER TABLE access_token ADD expires_at timestamptz`);
  }

  /** Fails, as it should, when a name and role exist both as an account and by link: one of them must be renamed first. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE access_token DROP expires_at`);
    await runner.query(`ALTER TABLE session DROP means, DROP from_address, DROP browser`);
    await runner.query(`ALTER TABLE sign_in_link DROP person_id`);
    await runner.query(`DROP TABLE sign_in_failure, recovery_code, account`);
    await runner.query(`DROP INDEX person_by_link_idx`);
    await runner.query(`ALTER TABLE person DROP kind, DROP disabled_at, DROP version`);
    await runner.query(`ALTER TABLE person ADD CONSTRAINT person_role_name_key UNIQUE (role, name)`);
  }
}
