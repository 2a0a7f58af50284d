import { randomUUID } from 'node:crypto';
import type { AddedJob, LaneQueues } from '../platform/queue/lane-queues.js';

/** What a kind of queue must offer to be tested. Each call of `open` is a process of its own on the same queues. */
export interface QueueUnderTest {
  open(): LaneQueues;
  close(queues: LaneQueues): Promise<void>;
  /** Takes the next job of a lane as a process does that dies over it; returns the id of the job. */
  takeAndDie(feed: string, lane: number): Promise<string>;
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
  const opened: LaneQueues[] = [];
  const aProcess = () => {
    const queues = kind.open();
    opened.push(queues);
    return queues;
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
    await Promise.all(opened.splice(0).map((queues) => kind.close(queues)));
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
    await kind.close(opened.splice(opened.indexOf(dying), 1)[0]!);
    const next = aProcess();
    const ran: string[] = [];
    await next.work(FEED, lane, async ({ data }) => void ran.push(data));
    await Promise.all([first!, ...rest].map((id) => next.done(FEED, lane, id)));
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('gives the job of a process that died to another, before those behind it', async () => {
    const queues = aProcess();
    const ids = await addAll(queues, ['first', 'second', 'third']);
    expect(await kind.takeAndDie(FEED, lane)).toBe(ids[0]);
    const ran: string[] = [];
    await queues.work(FEED, lane, async ({ data }) => void ran.push(data));
    await Promise.all(ids.map((id) => queues.done(FEED, lane, id)));
    expect(ran).toEqual(['first', 'second', 'third']);
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
    expect(await queues.oldestAddedAt(FEED, lane)).toBeNull();
  });
}
