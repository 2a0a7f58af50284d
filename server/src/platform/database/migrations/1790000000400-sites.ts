import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to the sites; their plan is part of the program. */
export class Sites1790000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE site_fact (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        site_id text NOT NULL,
        kind text NOT NULL,
        happened_on date NOT NULL,
        received_at timestamptz NOT NULL,
        UNIQUE (site_id, kind, happened_on)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE site_fact`);
  }
}
