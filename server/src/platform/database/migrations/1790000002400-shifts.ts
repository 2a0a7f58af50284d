import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The watch log, which is only ever added to; the shifts with their handovers; and when each person was last here. */
export class Shifts1790000002400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run_id text,
        at timestamptz NOT NULL,
        observed_at timestamptz NOT NULL,
        corrects bigint REFERENCES log_entry (id),
        who jsonb NOT NULL,
        text text NOT NULL,
        source text,
        subjects jsonb NOT NULL,
        incident_id text
      )`);
    await runner.query(`
      INSERT INTO log_entry (at, observed_at, who, text, source, subjects, incident_id)
      SELECT at, (body ->> 'observedAt')::timestamptz, body -> 'who', body ->> 'text', body ->> 'source', '[]',
             body ->> 'incidentId' FROM watch_log ORDER BY id`);
    await runner.query(`DROP TABLE watch_log`);
    await runner.query(`CREATE INDEX log_entry_corrects_idx ON log_entry (corrects) WHERE corrects IS NOT NULL`);
    await runner.query(`
      CREATE FUNCTION log_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the watch log is only ever added to';
      END $$`);
    await runner.query(`
      CREATE TRIGGER log_entry_stays BEFORE UPDATE OR DELETE ON log_entry
      FOR EACH ROW EXECUTE FUNCTION log_entry_stays()`);
    await runner.query(`
      CREATE TABLE shift (
        id text PRIMARY KEY,
        version integer NOT NULL,
        post text NOT NULL,
        state text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        calendar_key text,
        body jsonb NOT NULL
      )`);
    // One at a time is responsible for a post; and an event of a calendar is one shift.
    await runner.query(`
      CREATE UNIQUE INDEX shift_on_watch_idx ON shift (post)
      WHERE state IN ('on_watch', 'handover_drafted', 'handover_reviewed')`);
    await runner.query(`CREATE UNIQUE INDEX shift_calendar_idx ON shift (calendar_key)`);
    await runner.query(`CREATE INDEX shift_starts_idx ON shift (starts_at, id)`);
    await runner.query(`
      CREATE TABLE shift_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        shift_id text NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        who jsonb,
        act text NOT NULL,
        from_state text,
        to_state text NOT NULL,
        detail jsonb NOT NULL
      )`);
    await runner.query(`CREATE UNIQUE INDEX shift_entry_shift_idx ON shift_entry (shift_id, version)`);
    await runner.query(`
      CREATE FUNCTION shift_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the history of a shift is only ever added to';
      END $$`);
    await runner.query(`
      CREATE TRIGGER shift_entry_stays BEFORE UPDATE OR DELETE ON shift_entry
      FOR EACH ROW EXECUTE FUNCTION shift_entry_stays()`);
    await runner.query(`
      CREATE TABLE presence (
        person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
        seen_at timestamptz NOT NULL,
        seen_room_at timestamptz NOT NULL,
        seen_seq bigint NOT NULL,
        left_at timestamptz,
        left_room_at timestamptz,
        left_seq bigint,
        returned_at timestamptz
      )`);
    // What changed while somebody was away is read by number, past the many changes that are no news to people.
    await runner.query(`
      CREATE INDEX change_news_idx ON change (seq)
      WHERE kind IN ('alert', 'convoy', 'incident', 'log', 'shift', 'site')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX change_news_idx`);
    await runner.query(`
      CREATE TABLE watch_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        body jsonb NOT NULL
      )`);
    await runner.query(`
      INSERT INTO watch_log (at, body)
      SELECT at, jsonb_build_object('version', 1, 'at', at, 'observedAt', observed_at, 'who', who, 'text', text,
               'source', source, 'incidentId', incident_id) FROM log_entry ORDER BY id`);
    await runner.query(`DROP TABLE presence, shift_entry, shift, log_entry`);
    await runner.query(`DROP FUNCTION shift_entry_stays, log_entry_stays`);
    await runner.query(`DELETE FROM deadline WHERE kind IN ('shift-start', 'shift-draft', 'shift-late')`);
  }
}
