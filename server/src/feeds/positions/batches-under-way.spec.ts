import type { AcceptedPosition } from './accepted-position.js';
import { BatchesUnderWay } from './batches-under-way.js';

const reports = (count: number) => Array.from({ length: count }, () => ({}) as AcceptedPosition);

describe('batches under way', () => {
  it('are there for the worker of this process until it has stored them', () => {
    const underWay = new BatchesUnderWay();
    underWay.stored(0, 'first', 0);
    const batch = reports(3);
    underWay.offer(0, 'a', batch, 1);
    underWay.offer(0, 'b', reports(1), 2);
    underWay.offer(1, 'elsewhere', reports(1), 2);
    expect(underWay.reports('a')).toBe(batch);
    expect(underWay.underWay(0, 3)).toBe(2);
    underWay.stored(0, 'a', 4);
    expect(underWay.reports('a')).toBeUndefined();
    expect(underWay.underWay(0, 5)).toBe(1);
    underWay.withdraw('b');
    expect(underWay.underWay(0, 6)).toBe(0);
  });

  it('are not kept for a lane that another process works, nor counted once it does', () => {
    const underWay = new BatchesUnderWay();
    underWay.offer(0, 'a', reports(1), 0);
    expect(underWay.reports('a')).toBeUndefined();
    underWay.stored(0, 'first', 0);
    underWay.offer(0, 'b', reports(1), 1);
    expect(underWay.underWay(0, 4_999)).toBe(1);
    expect(underWay.underWay(0, 5_000)).toBe(0);
    expect(underWay.reports('b')).toBeUndefined();
  });

  it('hold a bounded number of reports; the oldest batches go first', () => {
    const underWay = new BatchesUnderWay();
    underWay.stored(0, 'first', 0);
    for (let i = 0; i < 30; i++) underWay.offer(0, `job ${i}`, reports(5_000), i);
    expect(underWay.reports('job 19')).toBeUndefined();
    expect(underWay.reports('job 20')).toHaveLength(5_000);
    expect(underWay.underWay(0, 30)).toBe(10);
  });
});
