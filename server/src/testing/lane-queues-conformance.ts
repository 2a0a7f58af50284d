import { randomUUID } from 'node:crypto';
import { Leases } from '../platform/leases/leases.js';
import { BullmqLaneQueues } from '../platform/queue/bullmq-lane-queues.js';
import type { AddedJob, LaneQueues } from '../platform/queue/lane-queues.js';
import type { QueueBackend } from '../platform/queue/queue-backend.js';
import { eventually } from './room.js';

/** Where the jobs of the lanes under test are kept. */
export interface QueueUnderTest {
  databaseUrl: string;
  backend(onError: (cause: Error) => void): QueueBackend;
}

/** One process of the room, as far as queues go. */
interface Process {
  queues: LaneQueues;
  close(): Promise<void>;
}

const FEED = 'positions';

/** A promise that the test settles by hand. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

/** What every kind of queue must do; run it against each. */
export function lanesKeepTheirPromises(start: () => Promise<QueueUnderTest>): void {
  let kind: QueueUnderTest;
  let lane = 0;
  const opened: Process[] = [];
  const aProcess = () => {
    const leases = new Leases(kind.databaseUrl, randomUUID());
    const queues = new BullmqLaneQueues((onError) => kind.backend(onError), leases);
    const close = async () => {
      await queues.beforeApplicationShutdown();
      await leases.onApplicationShutdown();
    };
    opened.push({ queues, close });
    return queues;
  };
  const end = (queues: LaneQueues) => {
    const at = opened.findIndex((one) => one.queues === queues);
    return opened.splice(at, 1)[0]!.close();
  };
  /** Takes the job in front as a process does that dies over it. */
  const takeAndDie = async (feed: string) => {
    const backend = kind.backend(() => undefined);
    const taker = await backend.take(`${feed}-${lane}`);
    const job = await taker.take();
    await taker.close();
    await backend.close();
    if (!job) throw new Error('nothing could be taken');
    return job;
  };
  const aJob = (data: string) => ({ id: randomUUID(), data });

  beforeAll(async () => {
    kind = await start();
  });
  // A lane of its own for each test, as what one leaves behind must not meet the next.
  beforeEach(() => {
    lane += 10;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  /** Adds jobs one after another; returns their ids. */
  async function addAll(queues: LaneQueues, data: readonly string[], to = lane): Promise<string[]> {
    const ids: string[] = [];
    for (const one of data) {
      const job = aJob(one);
      await queues.add(FEED, to, job);
      ids.push(job.id);
    }
    return ids;
  }

  it('runs the jobs of a lane in the order they were added, whole', async () => {
    const queues = aProcess();
    const data = Array.from({ length: 25 }, (_, i) => `${i} ${'é'.repeat(2_000)}`);
    const ids = await addAll(queues, data);
    const ran: AddedJob[] = [];
    await queues.work(FEED, lane, async (job) => void ran.push(job));
    await Promise.all(ids.map((id) => queues.done(FEED, lane, id)));
    expect(ran.map((job) => job.id)).toEqual(ids);
    expect(ran.map((job) => job.data)).toEqual(data);
    for (const { addedAt } of ran) expect(Math.abs(Date.now() - addedAt)).toBeLessThan(60_000);
  });

  it('runs lanes beside each other: one that is held up holds up no other', async () => {
    const queues = aProcess();
    const held = gate();
    const [slow] = await addAll(queues, ['slow'], lane);
    const [quick] = await addAll(queues, ['quick'], lane + 1);
    await queues.work(FEED, lane, () => held.passed);
    await queues.work(FEED, lane + 1, async () => undefined);
    await queues.done(FEED, lane + 1, quick!);
    held.open();
    await queues.done(FEED, lane, slow!);
  });

  it('never has two jobs of a lane under way, however many processes serve it', async () => {
    const processes = [aProcess(), aProcess()];
    let active = 0;
    let most = 0;
    const ran: string[] = [];
    for (const queues of processes) {
      await queues.work(FEED, lane, async ({ data }) => {
        most = Math.max(most, (active += 1));
        await new Promise((resolve) => setImmediate(resolve));
        ran.push(data);
        active -= 1;
      });
    }
    const data = Array.from({ length: 30 }, (_, i) => String(i));
    const ids = await addAll(processes[0]!, data);
    await Promise.all(ids.map((id, i) => processes[i % 2]!.done(FEED, lane, id)));
    expect(most).toBe(1);
    expect(ran).toEqual(data);
  });

  it('runs a job that failed again before the lane goes on', async () => {
    const queues = aProcess();
    const ids = await addAll(queues, ['first', 'second']);
    const ran: string[] = [];
    await queues.work(FEED, lane, async ({ data }) => {
      ran.push(data);
      if (ran.length < 3) throw new Error('the database is away');
    });
    await Promise.all(ids.map((id) => queues.done(FEED, lane, id)));
    expect(ran).toEqual(['first', 'first', 'first', 'second']);
  });

  it('leaves a job that still fails at its end to the next process, before those behind it', async () => {
    const dying = aProcess();
    const failed = gate();
    const [first] = await addAll(dying, ['first']);
    await dying.work(FEED, lane, async () => {
      failed.open();
      throw new Error('the database is away');
    });
    await failed.passed;
    const rest = await addAll(dying, ['second', 'third']);
    await end(dying);
    const next = aProcess();
    const ran: string[] = [];
    await next.work(FEED, lane, async ({ data }) => void ran.push(data));
    await Promise.all([first!, ...rest].map((id) => next.done(FEED, lane, id)));
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('gives the job of a process that died to another, before those behind it, however many die over it', async () => {
    const queues = aProcess();
    // Made known to the lane, as it is by whoever works it first.
    await queues.work(FEED, lane, async () => undefined);
    const [before] = await addAll(queues, ['before']);
    await queues.done(FEED, lane, before!);
    await end(queues);
    const next = aProcess();
    const ids = await addAll(next, ['first', 'second', 'third']);
    const job = await takeAndDie(FEED);
    expect(job.id).toBe(ids[0]);
    await expect(takeAndDie(FEED)).rejects.toThrow('nothing could be taken');
    const dying = aProcess();
    const begun = gate();
    await dying.work(FEED, lane, async () => {
      begun.open();
      throw new Error('the database is away');
    });
    await begun.passed;
    await end(dying);
    const ran: string[] = [];
    await next.work(FEED, lane, async ({ data }) => void ran.push(data));
    await Promise.all(ids.map((id) => next.done(FEED, lane, id)));
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('finds a job that a former holder took and left while another works the lane', async () => {
    const queues = aProcess();
    const ran: string[] = [];
    await queues.work(FEED, lane, async ({ data }) => void ran.push(data));
    const [before] = await addAll(queues, ['before']);
    await queues.done(FEED, lane, before!);
    // The zombie is quicker than the holder with one of these, whichever it is.
    const ids = await addAll(queues, ['first']);
    await takeAndDie(FEED).catch(() => undefined);
    ids.push(...(await addAll(queues, ['second', 'third'])));
    await Promise.all(ids.map((id) => queues.done(FEED, lane, id)));
    expect(ran).toEqual(['before', 'first', 'second', 'third']);
  });

  it('moves lanes to a process that comes, in order, and back when it goes', async () => {
    const here = aProcess();
    const ran: string[] = [];
    const lanes = [lane, lane + 1, lane + 2, lane + 3];
    const by = new Map<LaneQueues, Set<number>>();
    const serve = async (queues: LaneQueues) => {
      by.set(queues, new Set());
      for (const one of lanes) {
        await queues.work(FEED, one, async ({ data }) => {
          by.get(queues)!.add(one);
          ran.push(`${one}: ${data}`);
        });
      }
    };
    await serve(here);
    const there = aProcess();
    await serve(there);
    let no = 0;
    const round = async () => {
      no += 1;
      const adding = lanes.map(async (one) => (await addAll(here, [`${no}a`, `${no}b`], one)).at(-1)!);
      const last = await Promise.all(adding);
      await Promise.all(last.map((id, place) => here.done(FEED, lanes[place]!, id)));
    };
    while (by.get(there)!.size < 2) await round();
    await end(there);
    by.set(here, new Set());
    while (by.get(here)!.size < lanes.length) await round();
    for (const one of lanes) {
      const all = Array.from({ length: no }, (_, i) => [`${i + 1}a`, `${i + 1}b`]).flat();
      expect(ran.filter((text) => text.startsWith(`${one}: `))).toEqual(all.map((text) => `${one}: ${text}`));
    }
  });

  it('runs a job once that was added twice', async () => {
    const queues = aProcess();
    const job = aJob('once');
    await queues.add(FEED, lane, job);
    await queues.add(FEED, lane, job);
    const [last] = await addAll(queues, ['last']);
    const ran: string[] = [];
    await queues.work(FEED, lane, async ({ data }) => void ran.push(data));
    await queues.done(FEED, lane, last!);
    expect(ran).toEqual(['once', 'last']);
  });

  it('tells that a job is done when it is, not before, and also to who asks late or elsewhere', async () => {
    const [here, there] = [aProcess(), aProcess()];
    const held = gate();
    const [id] = await addAll(here, ['job']);
    let told = false;
    const done = here.done(FEED, lane, id!).then(() => (told = true));
    const toldThere = there.done(FEED, lane, id!);
    const begun = gate();
    await here.work(FEED, lane, async () => {
      begun.open();
      await held.passed;
    });
    await begun.passed;
    expect(told).toBe(false);
    held.open();
    await done;
    await toldThere;
    await here.done(FEED, lane, id!);
  });

  it('counts what waits or runs in all lanes of a feed, and no other feed', async () => {
    const queues = aProcess();
    const feed = `feed${lane}`;
    expect(await queues.waiting(feed)).toBe(0);
    const ids: string[] = [];
    for (const to of [0, 0, 1]) {
      const job = aJob('x');
      ids.push(job.id);
      await queues.add(feed, to, job);
    }
    await queues.add(`${feed}x`, 0, aJob('x'));
    expect(await queues.waiting(feed)).toBe(3);
    const held = gate();
    await queues.work(feed, 0, () => held.passed);
    await queues.work(feed, 1, async () => undefined);
    await queues.done(feed, 1, ids[2]!);
    expect(await queues.waiting(feed)).toBeLessThanOrEqual(3);
    expect(await queues.waiting(feed)).toBeGreaterThanOrEqual(2);
    held.open();
    await Promise.all(ids.slice(0, 2).map((id) => queues.done(feed, 0, id)));
  });

  it('tells what it holds, the running one first, and since when', async () => {
    const queues = aProcess();
    expect(await queues.oldestAddedAt(FEED, lane)).toBeNull();
    const data = Array.from({ length: 5 }, (_, i) => `${i} é`);
    const ids = await addAll(queues, data);
    const begun = gate();
    const held = gate();
    await queues.work(FEED, lane, async () => {
      begun.open();
      await held.passed;
    });
    await begun.passed;
    const seen: AddedJob[] = [];
    for await (const job of aProcess().held(FEED, lane)) seen.push(job);
    expect(seen.map((job) => job.id)).toEqual(ids);
    expect(seen.map((job) => job.data)).toEqual(data);
    expect(await queues.oldestAddedAt(FEED, lane)).toBe(seen[0]!.addedAt);
    held.open();
    await Promise.all(ids.map((id) => queues.done(FEED, lane, id)));
    // A job is struck off when it is done already.
    await eventually(async () => (await queues.oldestAddedAt(FEED, lane)) === null, 'the last to be struck off');
  });
}
