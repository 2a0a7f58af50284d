import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What leaves the room by e-mail and webhook, whom it can reach, and deadlines by each channel's own pace. */
export class Notices1790000002600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE person ADD COLUMN email text`);
    await runner.query(`ALTER TABLE deadline DROP CONSTRAINT deadline_time_check`);
    await runner.query(`
      ALTER TABLE deadline ADD CONSTRAINT deadline_time_check
        CHECK (time IN ('room', 'machine', 'e-mail', 'webhook'))`);
    await runner.query(`
      CREATE TABLE notice_settings (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version integer NOT NULL,
        webhook_url text,
        webhook_secret text,
        outside_in_exercise boolean NOT NULL,
        CHECK ((webhook_url IS NULL) = (webhook_secret IS NULL))
      )`);
    await runner.query(`INSERT INTO notice_settings (version, outside_in_exercise) VALUES (1, false)`);
    await runner.query(`
      CREATE TABLE notice (
        id text PRIMARY KEY,
        channel text NOT NULL CHECK (channel IN ('e-mail', 'webhook')),
        alert_id text NOT NULL,
        alert_version integer NOT NULL,
        address text NOT NULL,
        body jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'sent', 'dead', 'withheld')),
        tries integer NOT NULL,
        created_at timestamptz NOT NULL,
        tried_at timestamptz,
        sent_at timestamptz,
        fault text
      )`);
    // One step of an alert is told once to each address.
    await runner.query(`CREATE UNIQUE INDEX notice_once_idx ON notice (alert_id, alert_version, channel, address)`);
    await runner.query(`CREATE INDEX notice_unsent_idx ON notice (created_at, id) WHERE state <> 'sent'`);
    await runner.query(`CREATE INDEX notice_tried_idx ON notice (channel, tried_at) WHERE tried_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM deadline WHERE time IN ('e-mail', 'webhook') OR kind = 'notices.tidy'`);
    await runner.query(`ALTER TABLE deadline DROP CONSTRAINT deadline_time_check`);
    await runner.query(`ALTER TABLE deadline ADD CONSTRAINT deadline_time_check CHECK (time IN ('room', 'machine'))`);
    await runner.query(`DROP TABLE notice, notice_settings`);
    await runner.query(`ALTER TABLE person DROP COLUMN email`);
  }
}
