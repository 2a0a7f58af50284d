import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, their sessions and links, tokens of programs, and the record of who did what. */
export class Access1790000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        role text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (role, name)
      )`);
    await runner.query(`
      CREATE TABLE session (
        id uuid PRIMARY KEY,
        secret_hash text NOT NULL UNIQUE,
        person_id uuid NOT NULL REFERENCES person,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);
    await runner.query(`CREATE INDEX session_person_idx ON session (person_id)`);
    await runner.query(`
      CREATE TABLE sign_in_link (
        code_hash text PRIMARY KEY,
        role text NOT NULL,
        name text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE access_token (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('feed', 'read')),
        feed text,
        name text NOT NULL,
        secret_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CHECK ((kind = 'feed') = (feed IS NOT NULL))
      )`);
    await runner.query(`
      CREATE TABLE audit_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        who_kind text NOT NULL CHECK (who_kind IN ('person', 'token', 'system')),
        who_id text,
        who_name text NOT NULL,
        action text NOT NULL,
        subject text,
        detail jsonb NOT NULL,
        from_address text
      )`);
    await runner.query(`
      CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit record is only ever added to';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
      FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_entry, access_token, sign_in_link, session, person`);
    await runner.query(`DROP FUNCTION audit_entry_stays`);
  }
}
