import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts as they stand, and their history, which is only ever added to. */
export class Alerts1790000002200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert (
        id text PRIMARY KEY,
        version integer NOT NULL,
        cause text NOT NULL,
        state text NOT NULL,
        severity text NOT NULL,
        open boolean NOT NULL,
        observed_at timestamptz NOT NULL,
        raised_at timestamptz NOT NULL,
        body jsonb NOT NULL,
        before jsonb
      )`);
    // One cause asks once at a time.
    await runner.query(`CREATE UNIQUE INDEX alert_open_cause_idx ON alert (cause) WHERE open`);
    await runner.query(`CREATE INDEX alert_raised_idx ON alert (raised_at, id)`);
    await runner.query(`CREATE INDEX alert_subject_idx ON alert USING gin ((body -> 'subjects') jsonb_path_ops)`);
    await runner.query(`
      CREATE TABLE alert_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alert_id text NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        observed_at timestamptz NOT NULL,
        who jsonb NOT NULL,
        action text NOT NULL,
        from_state text,
        to_state text NOT NULL,
        reason text,
        detail jsonb NOT NULL,
        message_id text
      )`);
    // Twice the same step of an alert is a fault of ours, and must not be stored.
    await runner.query(`CREATE UNIQUE INDEX alert_entry_alert_idx ON alert_entry (alert_id, version)`);
    await runner.query(`
      CREATE FUNCTION alert_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the history of an alert is only ever added to';
      END $$`);
    await runner.query(`
      CREATE TRIGGER alert_entry_stays BEFORE UPDATE OR DELETE ON alert_entry
      FOR EACH ROW EXECUTE FUNCTION alert_entry_stays()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE alert_entry, alert`);
    await runner.query(`DROP FUNCTION alert_entry_stays`);
  }
}
