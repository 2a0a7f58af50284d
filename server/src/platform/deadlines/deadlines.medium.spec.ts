// Real: PostgreSQL. The clock is the instant that each sweep is given.
import { openDatabase, type OpenDatabase } from '../../testing/data-source.js';
import { HeldLease } from '../leases/lease.js';
import { type Deadline, Deadlines, MachineDeadlines } from './deadlines.js';

const START = Date.parse('2023-08-13T09:00:00Z');
const MINUTE = 60_000;

let database: OpenDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

let deadlines: Deadlines;
beforeEach(async () => {
  await database.source.query('DELETE FROM deadline');
  deadlines = new Deadlines(database.source);
});

const aDeadline = (subject: string, minutes: number, kind = 'stale'): Deadline => ({
  kind,
  subject,
  dueAt: START + minutes * MINUTE,
});
const set = (...given: Deadline[]) => deadlines.set(database.source.manager, given);
const left = async () => {
  const rows: { subject: string; due_at: Date }[] = await database.source.query(
    'SELECT subject, due_at FROM deadline ORDER BY subject',
  );
  return rows.map((row) => [row.subject, (row.due_at.getTime() - START) / MINUTE]);
};
/** Notes what it is handed. */
function noting(ran: string[]) {
  return async ({ subject }: Deadline) => void ran.push(subject);
}

/** The turn at the deadlines, from now on. */
const turnOf = async (fence: number) => {
  await database.source.query(
    `INSERT INTO lease VALUES ('deadlines', gen_random_uuid(), $1, now())
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = excluded.fence`,
    [fence],
  );
  return new HeldLease('deadlines', String(fence), Number.POSITIVE_INFINITY);
};

describe('deadlines', () => {
  it('run when due, by rising time, each with the clock told first', async () => {
    const story: string[] = [];
    deadlines.handle('stale', noting(story));
    deadlines.handle('other', noting(story));
    await set(aDeadline('late', 9), aDeadline('b', 3), aDeadline('a', 5, 'other'), aDeadline('c', 1));
    const ran = await deadlines.runDue(START + 5 * MINUTE, (at) => story.push(`${(at - START) / MINUTE} min`));
    expect(ran).toBe(3);
    expect(story).toEqual(['1 min', 'c', '3 min', 'b', '5 min', 'a']);
    expect(await left()).toEqual([['late', 9]]);
    expect(await deadlines.runDue(START + 5 * MINUTE)).toBe(0);
  });

  it('hand over what was set, to the millisecond', async () => {
    const got: Deadline[] = [];
    deadlines.handle('stale', async (deadline) => void got.push(deadline));
    const sent = { ...aDeadline("O'Neill", 1), dueAt: START + 1_234 };
    await set(sent);
    expect(await deadlines.earliestDueAt()).toBe(START + 1_234);
    await deadlines.runDue(START + 1_233);
    expect(got).toEqual([]);
    await deadlines.runDue(START + 1_234);
    expect(got).toEqual([sent]);
    expect(await deadlines.earliestDueAt()).toBeNull();
  });

  it('are moved when set again, and gone when cleared', async () => {
    const ran: string[] = [];
    deadlines.handle('stale', noting(ran));
    await set(aDeadline('a', 1), aDeadline('b', 1), aDeadline('c', 1));
    await set(aDeadline('a', 20));
    await deadlines.clear(database.source.manager, 'stale', ['b', 'unknown']);
    await deadlines.clear(database.source.manager, 'other', ['c']);
    await deadlines.runDue(START + 10 * MINUTE);
    expect(ran).toEqual(['c']);
    expect(await left()).toEqual([['a', 20]]);
  });

  it('stay when their handler set them anew, and run again in the same sweep when that is due too', async () => {
    const at: number[] = [];
    deadlines.handle('stale', async (deadline) => {
      at.push((deadline.dueAt - START) / MINUTE);
      await set({ ...deadline, dueAt: deadline.dueAt + 4 * MINUTE });
    });
    await set(aDeadline('a', 1));
    expect(await deadlines.runDue(START + 10 * MINUTE)).toBe(3);
    expect(at).toEqual([1, 5, 9]);
    expect(await left()).toEqual([['a', 13]]);
  });

  it('that a handler sets in between run in their turn', async () => {
    const ran: string[] = [];
    deadlines.handle('stale', async ({ subject }) => {
      ran.push(subject);
      if (subject === 'a') await set(aDeadline('between', 2));
    });
    await set(aDeadline('a', 1), aDeadline('z', 3));
    await deadlines.runDue(START + 5 * MINUTE);
    expect(ran).toEqual(['a', 'between', 'z']);
  });

  it('are kept when their handler fails, and run again with the next sweep', async () => {
    const ran: string[] = [];
    let broken = true;
    deadlines.handle('stale', async ({ subject }) => {
      if (broken) throw new Error('the database is away');
      ran.push(subject);
    });
    await set(aDeadline('a', 1), aDeadline('b', 2));
    await expect(deadlines.runDue(START + 5 * MINUTE)).rejects.toThrow('the database is away');
    expect(await left()).toHaveLength(2);
    broken = false;
    expect(await deadlines.runDue(START + 5 * MINUTE)).toBe(2);
    expect(ran).toEqual(['a', 'b']);
  });

  it('that fail do not hold up the others', async () => {
    const ran: string[] = [];
    deadlines.handle('stale', async ({ subject }) => {
      if (subject === 'broken') throw new Error('a fault of ours');
      ran.push(subject);
    });
    await set(aDeadline('a', 1), aDeadline('broken', 2), aDeadline('z', 3));
    await expect(deadlines.runDue(START + 5 * MINUTE)).rejects.toThrow('a fault of ours');
    expect(ran).toEqual(['a', 'z']);
    expect(await left()).toEqual([['broken', 2]]);
  });

  it('run once each, in order, also when a sweeper that hung goes on after another took its place', async () => {
    const ran: string[] = [];
    let hang: Promise<void> | null = null;
    const sweeper = (who: string, lease: HeldLease) => {
      const one = new Deadlines(database.source);
      one.sweepUnder(lease);
      one.handle('stale', async ({ subject }, claim) => {
        const hung = subject === 's3' ? hang : null;
        hang = hung ? null : hang;
        await hung;
        await database.source.transaction(async (manager) => {
          if (await claim(manager)) ran.push(`${who} ${subject}`);
        });
      });
      return one;
    };
    await set(...[1, 2, 3, 4, 5].map((no) => aDeadline(`s${no}`, no / 10)));
    let goOn = () => {};
    hang = new Promise((resolve) => (goOn = resolve));
    const first = sweeper('first', await turnOf(7)).runDue(START + 5 * MINUTE);
    while (hang !== null) await new Promise((resolve) => setImmediate(resolve));
    const second = sweeper('second', await turnOf(8));
    expect(await second.runDue(START + 5 * MINUTE)).toBe(3);
    await set(aDeadline('s3', 0.3)); // set anew to the same time: it is the second's to run
    goOn();
    expect(await first).toBe(2);
    expect(await second.runDue(START + 5 * MINUTE)).toBe(1);
    expect(ran).toEqual(['first s1', 'first s2', 'second s3', 'second s4', 'second s5', 'second s3']);
  });

  it('are left alone by who is no longer their sweeper', async () => {
    const ran: string[] = [];
    const lease = new HeldLease('deadlines', '1', Number.POSITIVE_INFINITY);
    deadlines.handle('stale', noting(ran));
    deadlines.sweepUnder(lease);
    await set(aDeadline('a', 1));
    lease.lost();
    expect(await deadlines.runDue(START + 5 * MINUTE)).toBe(0);
    expect(ran).toEqual([]);
    expect(await left()).toEqual([['a', 1]]);
  });

  it('are all run by two sweeps at once, of which neither takes the other for the next sweeper', async () => {
    const ran: string[] = [];
    deadlines.handle('stale', async ({ subject }, claim) => {
      if (await claim(database.source.manager)) ran.push(subject);
    });
    deadlines.sweepUnder(await turnOf(1));
    await set(aDeadline('a', 1), aDeadline('b', 2), aDeadline('c', 3), aDeadline('d', 4));
    // Two connections are open, so that both would read at the same time.
    await Promise.all([1, 2].map(() => database.source.query('SELECT 1')));
    const sweeps = await Promise.all([deadlines.runDue(START + 2 * MINUTE), deadlines.runDue(START + 5 * MINUTE)]);
    expect(sweeps).toEqual([2, 2]);
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
  });

  it('have one handler a kind; a kind without one is said, not lost', async () => {
    deadlines.handle('stale', noting([]));
    expect(() => deadlines.handle('stale', noting([]))).toThrow('deadlines of kind stale have two handlers');
    await set(aDeadline('a', 1, 'unknown'));
    await expect(deadlines.runDue(START + 5 * MINUTE)).rejects.toThrow('nobody handles deadlines of kind unknown');
    expect(await left()).toEqual([['a', 1]]);
  });

  it('fall with the transaction that set them', async () => {
    const undone = database.source.transaction(async (manager) => {
      await deadlines.set(manager, [aDeadline('a', 1)]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await left()).toEqual([]);
  });

  it('by the machine’s time are swept by themselves, and one that waits is not moved by being ensured', async () => {
    const [room, machine]: string[][] = [[], []];
    const byMachine = new MachineDeadlines(database.source);
    deadlines.handle('stale', noting(room!));
    byMachine.handle('tidy', noting(machine!));
    await set(aDeadline('unit', 5));
    await byMachine.ensure(aDeadline('all', 1, 'tidy'));
    await byMachine.ensure(aDeadline('all', 9, 'tidy'));
    expect([await deadlines.earliestDueAt(), await byMachine.earliestDueAt()]).toEqual([
      START + 5 * MINUTE,
      START + MINUTE,
    ]);
    await deadlines.runDue(START + 9 * MINUTE);
    expect([room, machine]).toEqual([['unit'], []]);
    await byMachine.runDue(START + MINUTE);
    expect([room, machine]).toEqual([['unit'], ['all']]);
  });
});
