import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What stood before and after an act, and a chain over the audit record: each entry's hash covers it and the hash of the
 * entry before. An entry takes its place in the chain at the very end of its transaction, so that acts wait for one another
 * only while they commit.
 */
export class AuditChain1790000002100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit_entry ADD state_before jsonb, ADD state_after jsonb`);
    await runner.query(`
      CREATE TABLE audit_link (
        number bigint PRIMARY KEY,
        entry_id bigint NOT NULL UNIQUE REFERENCES audit_entry,
        hash bytea NOT NULL
      )`);
    // All of an entry in one text that cannot be read in two ways.
    await runner.query(`
      CREATE FUNCTION audit_words(number bigint, e audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_array(number, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.who_kind, e.who_id, e.who_name,
                                 e.action, e.subject, e.detail, e.state_before, e.state_after, e.from_address)::text
      $$`);
    await runner.query(`
      CREATE FUNCTION audit_join_chain(e audit_entry) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        last audit_link;
        next bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(7302004);
        SELECT * INTO last FROM audit_link ORDER BY number DESC LIMIT 1;
        next := coalesce(last.number, 0) + 1;
        INSERT INTO audit_link (number, entry_id, hash)
        VALUES (next, e.id, sha256(coalesce(last.hash, ''::bytea) || convert_to(audit_words(next, e), 'UTF8')));
      END $$`);
    await runner.query(`
      CREATE FUNCTION audit_joins_chain() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- What a restore brings back has its place already.
        IF NOT EXISTS (SELECT 1 FROM audit_link WHERE entry_id = NEW.id) THEN
          PERFORM audit_join_chain(NEW);
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      DO $$ DECLARE e audit_entry; BEGIN
        FOR e IN SELECT * FROM audit_entry ORDER BY id LOOP PERFORM audit_join_chain(e); END LOOP;
      END $$`);
    await runner.query(`
      CREATE CONSTRAINT TRIGGER audit_joins_chain AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION audit_joins_chain()`);
    await runner.query(`
      CREATE TRIGGER audit_link_stays BEFORE UPDATE OR DELETE ON audit_link
      FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()`);
    for (const table of ['audit_entry', 'audit_link']) {
      await runner.query(`
        CREATE TRIGGER ${table}_is_not_emptied BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER audit_entry_is_not_emptied ON audit_entry`);
    await runner.query(`DROP TRIGGER audit_joins_chain ON audit_entry`);
    await runner.query(`DROP TABLE audit_link`);
    await runner.query(`DROP FUNCTION audit_joins_chain, audit_join_chain, audit_words`);
    await runner.query(`ALTER TABLE audit_entry DROP state_before, DROP state_after`);
  }
}
