import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that one process of the room does at a time: who holds it, and who could. */
export class Leases1790000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lease (
        name text PRIMARY KEY,
        holder uuid NOT NULL,
        /* Rises with every change of hands: what carries an older number comes from a former holder. */
        fence bigint NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE lease_candidate (
        process uuid PRIMARY KEY,
        wants text[] NOT NULL,
        alive_until timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lease_candidate, lease`);
  }
}
