import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents with every report of them, and the watch log. */
export class Incidents1790000002210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE incident (
        id text PRIMARY KEY,
        version integer NOT NULL,
        kind text NOT NULL,
        severity text NOT NULL,
        observed_at timestamptz NOT NULL,
        body jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX incident_observed_idx ON incident (observed_at, id)`);
    await runner.query(`
      CREATE TABLE incident_source (
        incident_id text NOT NULL,
        version integer NOT NULL,
        received_at timestamptz NOT NULL,
        body jsonb NOT NULL,
        PRIMARY KEY (incident_id, version)
      )`);
    await runner.query(`
      CREATE TABLE watch_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        body jsonb NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE watch_log, incident_source, incident`);
  }
}
