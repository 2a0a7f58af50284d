import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The change log, its counter, its fold, the deadlines and what this database is for. */
export class Changes1790000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE room (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        mode text NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        administrator_link_given boolean NOT NULL DEFAULT false
      )`);
    await runner.query(`
      CREATE TABLE change_counter (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        last bigint NOT NULL
      )`);
    await runner.query(`INSERT INTO change_counter (last) VALUES (0)`);
    await runner.query(`
      CREATE TABLE change (
        seq bigint PRIMARY KEY,
        kind text NOT NULL,
        id text NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        observed_at timestamptz NOT NULL,
        op text NOT NULL CHECK (op IN ('put', 'remove')),
        body jsonb NOT NULL
      )`);
    // Stored batches of positions are the many; nobody asks for the history of one batch.
    await runner.query(`CREATE INDEX change_subject_idx ON change (kind, id, seq) WHERE kind <> 'positions'`);
    await runner.query(`
      CREATE TABLE picture_state (
        kind text NOT NULL,
        id text NOT NULL,
        seq bigint NOT NULL,
        version integer NOT NULL,
        body jsonb,
        PRIMARY KEY (kind, id)
      )`);
    await runner.query(`
      CREATE TABLE deadline (
        kind text NOT NULL,
        subject text NOT NULL,
        due_at timestamptz NOT NULL,
        PRIMARY KEY (kind, subject)
      )`);
    await runner.query(`CREATE INDEX deadline_due_idx ON deadline (due_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE deadline, picture_state, change, change_counter, room`);
  }
}
