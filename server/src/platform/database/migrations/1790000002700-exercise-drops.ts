import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an exercise's time runs no faster than life while a critical alert is not acknowledged. */
export class ExerciseDrops1790000002700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE exercise_run ADD COLUMN drops_at_critical boolean NOT NULL DEFAULT true`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE exercise_run DROP COLUMN drops_at_critical`);
  }
}
