import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Units, their positions by day, and convoys. */
export class Movements1790000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unit (
        no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        version integer NOT NULL DEFAULT 1,
        callsign text,
        symbol text,
        convoy_id text,
        registered boolean NOT NULL DEFAULT false,
        stale boolean NOT NULL DEFAULT false,
        stale_after_s integer NOT NULL,
        pace jsonb,
        /* A position at this time exists and none is newer by more than a minute: where to look for the newest. */
        newest_from timestamptz
      )`);
    await runner.query(`CREATE INDEX unit_stale_idx ON unit (no) WHERE stale`);
    await runner.query(`CREATE INDEX unit_convoy_idx ON unit (convoy_id) WHERE convoy_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE position (
        unit_no integer NOT NULL,
        observed_at timestamptz NOT NULL,
        report_key bigint NOT NULL,
        received_at timestamptz NOT NULL,
        batch_no bigint NOT NULL,
        lat double precision NOT NULL,
        lon double precision NOT NULL,
        speed_kmh real,
        course_deg real,
        altitude_m real,
        accuracy_m real,
        /* The source's own time, when an exercise moved it to its clock. */
        source_observed_at timestamptz,
        PRIMARY KEY (unit_no, observed_at, report_key)
      ) PARTITION BY RANGE (observed_at)`);
    await runner.query(`
      CREATE TABLE convoy (
        id text PRIMARY KEY,
        version integer NOT NULL,
        plan jsonb NOT NULL,
        memory jsonb NOT NULL,
        stale boolean NOT NULL DEFAULT false
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE convoy, position, unit`);
  }
}
