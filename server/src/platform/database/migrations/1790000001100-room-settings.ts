import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an administrator decides for the whole room. */
export class RoomSettings1790000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE room
        ADD COLUMN settings_version integer NOT NULL DEFAULT 1,
        ADD COLUMN unknown_units text NOT NULL DEFAULT 'accept' CHECK (unknown_units IN ('accept', 'refuse'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE room DROP COLUMN unknown_units, DROP COLUMN settings_version`);
  }
}
