// Real: PostgreSQL. Stand-in: a bus that notes what it is told.
import type { ChangeKind } from '@rearguard/shared';
import fc from 'fast-check';
import { Bus } from '../platform/bus/bus.js';
import { openDatabase, type OpenDatabase } from '../testing/data-source.js';
import { ChangeLog, type NewChange } from './change-log.js';

const AT = Date.parse('2023-08-13T09:00:00Z');

class NotedBus extends Bus {
  readonly alone = true;
  publishToOthers(): void {}
  readonly told: number[] = [];
  publish(_topic: string, message: unknown): void {
    this.told.push((message as { to: number }).to);
  }
  subscribe(): () => void {
    return () => undefined;
  }
}

let database: OpenDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

let bus: NotedBus;
let log: ChangeLog;
beforeEach(async () => {
  await database.source.query('TRUNCATE change, picture_state; UPDATE change_counter SET last = 0');
  bus = new NotedBus();
  log = new ChangeLog(database.source, bus);
});

const aChange = (id: string, over: Partial<NewChange> = {}): NewChange => ({
  kind: 'unit',
  id,
  version: 1,
  at: AT,
  observedAt: AT - 1_000,
  op: 'put',
  body: { id },
  ...over,
});
const write = (...changes: NewChange[]) => log.write(async (tx) => changes.forEach((change) => tx.change(change)));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('the change log', () => {
  it('numbers changes from one on, and reads them back as they were', async () => {
    expect(await log.head()).toBe(0);
    const body = { text: 'O\'Neill " é 世 \\u0000', list: [1, null, { deep: true }], number: -1.5e-7 };
    expect(await write(aChange('a', { body }), aChange('b', { kind: 'convoy', op: 'remove', body: null }))).toEqual({
      result: undefined,
      firstSeq: 1,
      seq: 2,
    });
    const times = { at: '2023-08-13T09:00:00.000Z', observedAt: '2023-08-13T08:59:59.000Z' };
    expect(await log.read(0, 10)).toEqual([
      { seq: 1, ...times, kind: 'unit', id: 'a', version: 1, op: 'put', body },
      { seq: 2, ...times, kind: 'convoy', id: 'b', version: 1, op: 'remove', body: null },
    ]);
    expect(await log.head()).toBe(2);
    expect(bus.told).toEqual([2]);
  });

  it('gives the result of the work, and neither a number nor news without a change', async () => {
    expect(await log.write(async () => 'done')).toEqual({ result: 'done', seq: null, firstSeq: null });
    expect(await log.head()).toBe(0);
    expect(bus.told).toEqual([]);
  });

  it('keeps nothing of work that fails, tells nobody, and passes its fault on', async () => {
    const fault = new Error('no');
    const failing = log.write(async (tx) => {
      await tx.manager.query(`INSERT INTO deadline VALUES ('k', 's', now())`);
      tx.change(aChange('a'));
      throw fault;
    });
    await expect(failing).rejects.toBe(fault);
    expect(await log.head()).toBe(0);
    expect(await database.source.query(`SELECT * FROM deadline`)).toEqual([]);
    expect(bus.told).toEqual([]);
    expect((await write(aChange('b'))).seq).toBe(1);
  });

  it('keeps nothing when a change itself cannot be written', async () => {
    const refused = log.write(async (tx) => {
      await tx.client.query(`INSERT INTO deadline VALUES ('k', 's', now())`);
      tx.change(aChange('a', { op: 'move' as 'put' }));
    });
    await expect(refused).rejects.toThrow(/change_op_check/);
    expect(await log.head()).toBe(0);
    expect(await database.source.query(`SELECT * FROM deadline`)).toEqual([]);
  });

  it('has no gap and keeps commit order under many writers, some of which fail', async () => {
    let ended = false;
    const seen: number[] = [];
    const watcher = (async () => {
      const look = async () => {
        for (const { seq } of await log.read(seen.at(-1) ?? 0, 7)) seen.push(seq);
      };
      while (!ended) await look();
      while (seen.length < (await log.head())) await look();
    })();
    const committed: { firstSeq: number; seq: number }[] = [];
    const writer = async (name: number) => {
      for (let round = 0; round < 12; round++) {
        const fails = (name + round) % 4 === 0;
        const writing = log.write(async (tx) => {
          tx.change(aChange(`w${name}`, { version: round }));
          await tx.manager.query('SELECT 1'); // let the others in
          if (fails) throw new Error('rolled back');
          if (round % 2 === 0) tx.change(aChange(`x${name}`, { version: round }));
        });
        if (fails) await expect(writing).rejects.toThrow('rolled back');
        else committed.push((await writing) as { firstSeq: number; seq: number });
      }
    };
    await Promise.all(upTo(20).map(writer));
    ended = true;
    await watcher;
    const head = await log.head();
    const given = committed.flatMap(({ firstSeq, seq }) => upTo(seq - firstSeq + 1).map((i) => firstSeq + i - 1));
    expect(given.sort((a, b) => a - b)).toEqual(upTo(head));
    expect(seen).toEqual(upTo(head));
    const changes = await log.read(0, 10_000);
    for (const name of upTo(20)) {
      const versions = changes.filter(({ id }) => id === `w${name}`).map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    }
  });

  it('reads from a number on, no more than asked', async () => {
    await write(...upTo(10).map((i) => aChange(`u${i}`)));
    expect((await log.read(3, 4)).map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
    expect(await log.read(10, 4)).toEqual([]);
  });

  it('tells the history of one subject, oldest first, in pages', async () => {
    await write(aChange('a', { version: 1 }), aChange('b'), aChange('a', { kind: 'site', version: 1 }));
    await write(aChange('a', { version: 2 }));
    await write(aChange('a', { version: 3, op: 'remove', body: null }));
    const versions = async (after: number, limit: number) =>
      (await log.history('unit', 'a', after, limit)).map(({ seq, version }) => [seq, version]);
    expect(await versions(0, 2)).toEqual([
      [1, 1],
      [4, 2],
    ]);
    expect(await versions(4, 2)).toEqual([[5, 3]]);
  });
});

describe('the picture that is kept beside the log', () => {
  const change = fc
    .record({
      kind: fc.constantFrom<ChangeKind>('unit', 'convoy', 'positions'),
      id: fc.constantFrom('a', 'b', 'c'),
      op: fc.constantFrom('put' as const, 'remove' as const),
      version: fc.nat(9),
    })
    .map((over): NewChange => aChange(over.id, { ...over, body: { version: over.version } }));

  it('is the log folded, batches of positions left out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 6 }), async (transactions) => {
        await database.source.query('TRUNCATE change, picture_state; UPDATE change_counter SET last = 0');
        const folded = new Map<string, unknown>();
        for (const changes of transactions) await write(...changes);
        for (const { kind, id, seq, version, op, body } of await log.read(0, 1_000)) {
          if (kind === 'positions') continue;
          folded.set(`${kind} ${id}`, { seq, version, body: op === 'put' ? body : null });
        }
        const rows: { kind: string; id: string; seq: string; version: number; body: unknown }[] =
          await database.source.query('SELECT * FROM picture_state');
        const kept = rows.map(({ kind, id, seq, version, body }) => [
          `${kind} ${id}`,
          { seq: Number(seq), version, body },
        ]);
        expect(new Map(kept as [string, unknown][])).toEqual(folded);
      }),
      { numRuns: 25 },
    );
  });
});
