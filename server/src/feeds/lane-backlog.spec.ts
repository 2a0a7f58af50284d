import { LaneBacklog } from './lane-backlog.js';

describe('the backlog of a lane', () => {
  it('is what was added here and is not stored yet', () => {
    const backlog = new LaneBacklog();
    backlog.stored(0, 'first', 0);
    backlog.added(0, 'a', 1);
    backlog.added(0, 'b', 2);
    expect(backlog.underWay(0, 3)).toBe(2);
    expect(backlog.underWay(1, 3)).toBe(0);
    backlog.stored(0, 'a', 4);
    expect(backlog.underWay(0, 5)).toBe(1);
    backlog.failed(0, 'b');
    expect(backlog.underWay(0, 6)).toBe(0);
  });

  it('is unknown where another process works the lane, and once it does', () => {
    const backlog = new LaneBacklog();
    backlog.added(0, 'a', 0);
    expect(backlog.underWay(0, 1)).toBe(0);
    backlog.stored(0, 'first', 0);
    backlog.added(0, 'b', 1);
    expect(backlog.underWay(0, 4_999)).toBe(1);
    expect(backlog.underWay(0, 5_000)).toBe(0);
  });
});
