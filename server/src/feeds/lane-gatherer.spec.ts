import { jest } from '@jest/globals';
import { DoorFull, LaneGatherer } from './lane-gatherer.js';
import type { Lot } from './lot.js';

/** A queue whose writing the test ends by hand, one after another. */
class Queue {
  /** Jobs that the lane has not stored yet. */
  behind = 0;
  readonly underWay = () => this.behind;
  readonly jobs: string[][] = [];
  readonly #open: { done: () => void; fail: (cause: Error) => void }[] = [];
  #heard: (() => void) | null = null;

  readonly add = (lots: readonly Lot[]): Promise<string> => {
    const name = `job ${this.jobs.push(lots.map((lot) => lot.bytes.toString()))}`;
    const written = new Promise<string>((resolve, reject) => {
      this.#open.push({ done: () => resolve(name), fail: reject });
    });
    this.#heard?.();
    return written;
  };

  /** Resolves once so many jobs were begun. */
  async begun(count: number): Promise<void> {
    while (this.jobs.length < count) await new Promise<void>((resolve) => (this.#heard = resolve));
  }

  get writing(): number {
    return this.#open.length;
  }

  finish(): void {
    this.#open.shift()!.done();
  }

  fail(cause: Error): void {
    this.#open.shift()!.fail(cause);
  }
}

const aLot = (name: string, count = 1): Lot => ({ count, bytes: Buffer.from(name) });

describe('the gatherer of a lane', () => {
  it('puts requests of one moment into one job, in the order of arrival, and tells each its name', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const put = Promise.all([lane.put(aLot('a', 2)), lane.put(aLot('b')), lane.put(aLot('c', 2))]);
    await queue.begun(1);
    queue.finish();
    expect(await put).toEqual(['job 1', 'job 1', 'job 1']);
    expect(queue.jobs).toEqual([['a', 'b', 'c']]);
  });

  it('writes one job at a time; what comes meanwhile makes the next one', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const first = lane.put(aLot('1'));
    await queue.begun(1);
    const later = [lane.put(aLot('2')), lane.put(aLot('3'))];
    expect(queue.writing).toBe(1);
    queue.finish();
    expect(await first).toBe('job 1');
    await queue.begun(2);
    queue.finish();
    expect(await Promise.all(later)).toEqual(['job 2', 'job 2']);
    expect(queue.jobs).toEqual([['1'], ['2', '3']]);
  });

  it('tells a failure to exactly those whose reports were in it, and goes on', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const failed = Promise.allSettled([lane.put(aLot('1')), lane.put(aLot('2'))]);
    await queue.begun(1);
    const next = lane.put(aLot('3'));
    const cause = new Error('disk full');
    queue.fail(cause);
    expect(await failed).toEqual([
      { status: 'rejected', reason: cause },
      { status: 'rejected', reason: cause },
    ]);
    await queue.begun(2);
    queue.finish();
    expect(await next).toBe('job 2');
    expect(queue.jobs[1]).toEqual(['3']);
  });

  it('lets the next job grow while the lane is behind, and goes on when it no longer is', async () => {
    const queue = new Queue();
    queue.behind = 2;
    const lane = new LaneGatherer(queue);
    const first = lane.put(aLot('1'));
    const asked = jest.spyOn(queue, 'underWay');
    while (asked.mock.calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(queue.jobs).toEqual([]);
    const second = lane.put(aLot('2'));
    queue.behind = 1;
    await queue.begun(1);
    queue.finish();
    expect(await Promise.all([first, second])).toEqual(['job 1', 'job 1']);
  });

  it('does not wait for a lane that stays behind, nor with a job that is full', async () => {
    const queue = new Queue();
    queue.behind = 2;
    const lane = new LaneGatherer(queue);
    const full = lane.put(aLot('full', 5_000));
    await queue.begun(1);
    queue.finish();
    expect(await full).toBe('job 1');
    const small = lane.put(aLot('1'));
    await queue.begun(2);
    queue.finish();
    expect(await small).toBe('job 2');
  });

  it('starts afresh after it had nothing to do', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    for (const round of [1, 2]) {
      const put = lane.put(aLot(`${round}`));
      await queue.begun(round);
      queue.finish();
      expect(await put).toBe(`job ${round}`);
    }
  });

  it('keeps a request whole: it opens a new job when it would make the last one too large', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const put = Promise.all([lane.put(aLot('a', 4_000)), lane.put(aLot('b', 1_000)), lane.put(aLot('c', 5_000))]);
    await queue.begun(1);
    queue.finish();
    await queue.begun(2);
    queue.finish();
    expect(await put).toEqual(['job 1', 'job 1', 'job 2']);
    expect(queue.jobs).toEqual([['a', 'b'], ['c']]);
  });

  it('refuses what it cannot hold, keeps what it has, and takes again once that is written', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const held = Array.from({ length: 20 }, () => lane.put(aLot('full', 5_000)));
    await expect(lane.put(aLot('1'))).rejects.toBeInstanceOf(DoorFull);
    await queue.begun(1);
    queue.finish();
    expect(await held[0]).toBe('job 1');
    const again = lane.put(aLot('1'));
    for (let job = 2; job <= 20; job++) {
      await queue.begun(job);
      queue.finish();
    }
    await Promise.all(held);
    await queue.begun(21);
    queue.finish();
    expect(await again).toBe('job 21');
  });

  it('counts what failed as gone', async () => {
    const queue = new Queue();
    const lane = new LaneGatherer(queue);
    const lost = Promise.allSettled([lane.put(aLot('lost', 100_000))]);
    await queue.begun(1);
    queue.fail(new Error('disk full'));
    expect(await lost).toMatchObject([{ status: 'rejected' }]);
    const put = lane.put(aLot('1'));
    await queue.begun(2);
    queue.finish();
    expect(await put).toBe('job 2');
  });
});
