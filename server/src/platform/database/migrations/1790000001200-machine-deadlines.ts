import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines may be due by the machine's time instead of the room's, which in an exercise is another. */
export class MachineDeadlines1790000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE deadline
        ADD COLUMN time text NOT NULL DEFAULT 'room' CHECK (time IN ('room', 'machine'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM deadline WHERE time = 'machine'`);
    await runner.query(`ALTER TABLE deadline DROP COLUMN time`);
  }
}
