import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stays of positions that are older than the room keeps: one point a minute and unit, for good. */
export class ThinnedPositions1790000000790 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE position_thinned (
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
        source_observed_at timestamptz,
        PRIMARY KEY (unit_no, observed_at, report_key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE position_thinned`);
  }
}
