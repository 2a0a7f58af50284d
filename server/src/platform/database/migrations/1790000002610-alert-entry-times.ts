import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How alerts did over a time is read by the times of their steps. */
export class AlertEntryTimes1790000002610 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX alert_entry_at_idx ON alert_entry (at, alert_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX alert_entry_at_idx`);
  }
}
