import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long the newest batch took from the door to storage, told by whichever process stored it. */
export class FeedLag1790000000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE feed_state ADD COLUMN lag_ms double precision`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE feed_state DROP COLUMN lag_ms`);
  }
}
