import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of an exercise: where the room's clock stands, so that it survives a restart. */
export class Exercises1790000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exercise_run (
        run_id uuid PRIMARY KEY,
        name text NOT NULL,
        seed integer NOT NULL,
        at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'ended')),
        speed double precision NOT NULL,
        begun_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX exercise_run_newest_idx ON exercise_run (name, begun_at DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE exercise_run`);
  }
}
