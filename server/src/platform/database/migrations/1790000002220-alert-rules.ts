import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules as an administrator set them, what they hold to be so, and how far they have read the changes. */
export class AlertRules1790000002220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert_rule (
        id text PRIMARY KEY,
        version integer NOT NULL,
        is_on boolean NOT NULL,
        limits jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL
      )`);
    // One row for each condition that holds: it asks once, and again only when it worsens.
    await runner.query(`
      CREATE TABLE rule_finding (
        cause text PRIMARY KEY,
        subject text NOT NULL,
        severity text NOT NULL
      )`);
    await runner.query(`CREATE INDEX rule_finding_subject_idx ON rule_finding (subject)`);
    await runner.query(
      `CREATE TABLE rule_reading (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), seq bigint NOT NULL)`,
    );
    await runner.query(`INSERT INTO rule_reading (seq) VALUES (0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM deadline WHERE kind = 'rule'`);
    await runner.query(`DROP TABLE rule_reading, rule_finding, alert_rule`);
  }
}
