import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refused reports, how each feed does, and the lanes that keep the order per subject. */
export class Feeds1790000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feed_reject (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        feed text NOT NULL,
        received_at timestamptz NOT NULL,
        place integer NOT NULL,
        path text NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        report text NOT NULL,
        token_name text
      )`);
    await runner.query(`CREATE INDEX feed_reject_feed_idx ON feed_reject (feed, id)`);
    await runner.query(`CREATE INDEX feed_reject_received_idx ON feed_reject (feed, received_at)`);
    await runner.query(`
      CREATE TABLE feed_state (
        feed text PRIMARY KEY,
        accepted bigint NOT NULL DEFAULT 0,
        last_received_at timestamptz,
        last_observed_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE lane (
        feed text NOT NULL,
        lane integer NOT NULL,
        batches bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (feed, lane)
      )`);
    // Who gave a report an id of its own is held to it: keys are 64-bit hashes, see report-keys.ts.
    await runner.query(`
      CREATE TABLE report_identity (
        subject_key bigint NOT NULL,
        report_key bigint NOT NULL,
        content_key bigint NOT NULL,
        observed_at timestamptz NOT NULL,
        PRIMARY KEY (subject_key, report_key)
      )`);
    await runner.query(`CREATE INDEX report_identity_observed_idx ON report_identity USING brin (observed_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE report_identity, lane, feed_state, feed_reject`);
  }
}
