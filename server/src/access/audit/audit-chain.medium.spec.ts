// Real: PostgreSQL and HTTP. Whoever tampers here does it as the owner of the database, with the triggers off.
import type { AuditItem, AuditVerification } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { type AccessRoom, openAccessRoom } from '../../testing/access-room.js';
import { Page } from '../../testing/page.js';
import { COMMAND_LINE } from '../actor.js';
import { AuditLog } from '../audit-log.js';
import { SignInLinks } from '../sign-in-links.js';
import { AuditChain } from './audit-chain.js';

let room: AccessRoom;
let chief: Page;
const query = <Rows>(sql: string, given: unknown[] = []) => room.get(DataSource).query<Rows>(sql, given);
const record = (action: string, subject = 'x') => room.get(AuditLog).record({ who: COMMAND_LINE, action, subject });
const verify = () => room.get(AuditChain).verify();

beforeEach(async () => {
  room = await openAccessRoom();
  for (const subject of ['a', 'b', 'c', 'd']) await record('test.act', subject);
});
afterEach(() => room.close());

/** As somebody does who owns the database and means harm. */
async function tamper(sql: string): Promise<void> {
  await room.get(DataSource).transaction(async (manager) => {
    await manager.query(`SET LOCAL session_replication_role = replica`);
    await manager.query(sql);
  });
}

describe('the chain of the audit record', () => {
  it('is sound, with its head, after acts that were recorded at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => record('test.crowd', String(i))));
    const { intact, entries, head, broken } = await verify();
    expect({ intact, entries, broken }).toEqual({ intact: true, entries: 44, broken: null });
    expect(head).toEqual({ number: 44, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });

  it('takes no place for an act that was undone, and waits for no act that has not ended', async () => {
    await expect(
      room.get(DataSource).transaction(async (manager) => {
        await room.get(AuditLog).record({ who: COMMAND_LINE, action: 'test.slow' }, manager);
        await record('test.quick'); // on another connection, while the first act goes on
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await verify()).toMatchObject({ intact: true, entries: 5 });
    expect((await room.get(AuditLog).list({}, 1))[0]).toMatchObject({ number: '5', action: 'test.quick' });
  });

  it.each<[string, string, Partial<NonNullable<AuditVerification['broken']>>]>([
    [
      'an entry was altered',
      `UPDATE audit_entry SET subject = 'B' WHERE subject = 'b'`,
      { number: 2, fault: 'altered' },
    ],
    [
      'what stood after was altered',
      `UPDATE audit_entry SET state_after = '{}' WHERE subject = 'c'`,
      { number: 3, fault: 'altered' },
    ],
    ['an entry was removed', `DELETE FROM audit_entry WHERE subject = 'b'`, { number: 2, fault: 'entry-missing' }],
    ['a link was removed', `DELETE FROM audit_link WHERE number = 3`, { number: 3, fault: 'link-missing' }],
    [
      'an entry was put in beside the chain',
      `INSERT INTO audit_entry (at, who_kind, who_name, action, detail) VALUES (now(), 'system', 'x', 'x', '{}')`,
      { number: 5, fault: 'not-in-chain' },
    ],
  ])('breaks where %s', async (_, sql, expected) => {
    await tamper(sql);
    expect(await verify()).toMatchObject({ intact: false, entries: expected.number! - 1, broken: expected });
  });

  it('shows what was cut off or written anew to whoever noted a number and hash', async () => {
    const head = (await verify()).head!;
    await record('test.act', 'e');
    expect(await room.get(AuditChain).verify(head)).toMatchObject({ intact: true });
    await tamper(`DELETE FROM audit_link WHERE number >= 4`);
    await tamper(`DELETE FROM audit_entry WHERE subject IN ('d', 'e')`);
    expect(await verify()).toMatchObject({ intact: true, entries: 3 });
    const cut = { intact: false, broken: { number: 4, fault: 'not-as-noted' } };
    expect(await room.get(AuditChain).verify(head)).toMatchObject(cut);
    await record('test.act', 'D');
    expect(await verify()).toMatchObject({ intact: true, entries: 4 });
    expect(await room.get(AuditChain).verify(head)).toMatchObject(cut);
  });

  it.each(['audit_entry', 'audit_link'])(
    'is refused by the database itself when %s would be changed',
    async (table) => {
      const column = table === 'audit_link' ? 'hash = hash' : `action = 'x'`;
      for (const sql of [`UPDATE ${table} SET ${column}`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
        await expect(query(sql)).rejects.toThrow('only ever added to');
      }
    },
  );
});

describe('over HTTP', () => {
  beforeEach(async () => {
    chief = new Page(room.url);
    await chief.get((await room.get(SignInLinks).create('chief-joc', 'Chief')).path);
  });

  it('is verified, and searched by who, what, whom and when', async () => {
    const verified = await chief.get('/api/audit/verification');
    expect(verified).toMatchObject({ status: 200, body: { intact: true, entries: 6 } });
    const { head } = verified.body as unknown as AuditVerification;
    const noted = await chief.get(`/api/audit/verification?noted=${head!.number}:${'0'.repeat(64)}`);
    expect(noted.body).toMatchObject({ intact: false, broken: { fault: 'not-as-noted' } });
    expect((await chief.get('/api/audit/verification?noted=1')).status).toBe(400);
    const found = async (filter: string) => {
      const { items } = (await chief.get(`/api/audit?${filter}`)).body as { items: AuditItem[] };
      return items.map(({ action, subject }) => `${action} ${subject ?? ''}`);
    };
    expect(await found('action=test.act&subject=b')).toEqual(['test.act b']);
    expect(await found('who=CHIEF')).toEqual([expect.stringMatching(/^session\.begin /)]);
    expect(await found('from=2023-08-13T09:00:00Z&to=2023-08-13T09:00:00Z')).toEqual([]);
    expect(await found('to=2023-08-13T09:00:01Z&action=test.act')).toHaveLength(4);
    expect((await chief.get('/api/audit/actions')).body).toMatchObject({
      items: [{ id: 'session.begin' }, { id: 'sign-in-link.create' }, { id: 'test.act' }],
    });
  });

  it('is exported whole as a table in which no cell is a formula', async () => {
    const who = { kind: 'person', id: null, name: '=HYPERLINK("http://x")' } as const;
    await room.get(AuditLog).record({ who, action: 'test.act', before: { a: 1 }, after: { a: 'x,"y"' } });
    await query(
      `INSERT INTO audit_entry (at, who_kind, who_name, action, detail)
       SELECT '2023-08-13T08:00:00Z', 'system', 'bulk', 'test.bulk', '{}' FROM generate_series(1, 2500)`,
    );
    const { headers, text } = await chief.get('/api/audit/export.csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('number,at,who,who kind,who id,action,subject,from,detail,before,after');
    expect(lines).toHaveLength(1 + 4 + 2 + 1 + 2500);
    expect(lines.filter((line) => line.includes('bulk'))).toHaveLength(2500);
    expect(text).toContain(`,"'=HYPERLINK(""http://x"")",person,,test.act,,,{},"{""a"":1}","{""a"":""x,\\""y\\""""}"`);
    const one = await chief.get('/api/audit/export.csv?action=sign-in-link.create');
    expect(one.text.trimEnd().split('\r\n')).toHaveLength(2);
  });
});
