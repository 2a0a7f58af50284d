import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Flight requests, consignments and restrictions, with every report of them. */
export class Dossiers1790000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dossier (
        kind text NOT NULL,
        id text NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        observed_at timestamptz NOT NULL,
        body jsonb NOT NULL,
        PRIMARY KEY (kind, id)
      )`);
    await runner.query(`
      CREATE TABLE dossier_report (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL,
        subject_id text NOT NULL,
        report_id text NOT NULL,
        body jsonb NOT NULL,
        UNIQUE (kind, subject_id, report_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dossier_report, dossier`);
  }
}
