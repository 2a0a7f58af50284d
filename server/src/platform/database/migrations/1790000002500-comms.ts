import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Radio checks of sites and convoys with what happened to them, and the force protection of sites with its history. */
export class Comms1790000002500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Contacts are personal data: they stand apart from the body, which every screen is sent, and can be taken away.
    await runner.query(`
      CREATE TABLE comms (
        id text PRIMARY KEY,
        version integer NOT NULL,
        state text NOT NULL,
        body jsonb NOT NULL,
        contacts jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE comms_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        comms_id text NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        observed_at timestamptz NOT NULL,
        act text NOT NULL,
        who jsonb NOT NULL,
        detail jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX comms_entry_comms_idx ON comms_entry (comms_id, id)`);
    await runner.query(`
      CREATE TABLE site_protection (
        site_id text PRIMARY KEY,
        body jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE site_protection_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        site_id text NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        who jsonb NOT NULL,
        reason text NOT NULL,
        before jsonb NOT NULL,
        after jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX site_protection_entry_site_idx ON site_protection_entry (site_id, id)`);
    for (const [table, what] of [
      ['comms_entry', 'radio checks'],
      ['site_protection_entry', 'the protection of a site'],
    ]) {
      await runner.query(`
        CREATE FUNCTION ${table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'the history of ${what} is only ever added to';
        END $$`);
      await runner.query(`
        CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ${table}_stays()`);
    }
    // A room that has sites and convoys already enters them: everything is looked at anew.
    await runner.query(`DELETE FROM rule_reading`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE site_protection_entry, site_protection, comms_entry, comms`);
    await runner.query(`DROP FUNCTION comms_entry_stays, site_protection_entry_stays`);
    await runner.query(`DELETE FROM deadline WHERE kind = 'radio-check'`);
    await runner.query(`DELETE FROM picture_state WHERE kind = 'comms'`);
  }
}
