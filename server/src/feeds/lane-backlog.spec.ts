import { type Envelope, RoomwideBus } from '../platform/bus/roomwide-bus.js';
import { LaneBacklog } from './lane-backlog.js';

/** A bus whose messages come at once, or are lost. */
class Line extends RoomwideBus {
  readonly alone = false;
  lost = false;
  other: Line | null = null;

  protected carry(envelope: Envelope): void {
    if (!this.lost) this.other?.arrived(JSON.stringify(envelope));
  }
}

/** Two processes that hear each other. */
function twoProcesses() {
  const [hereLine, thereLine] = [new Line(), new Line()];
  [hereLine.other, thereLine.other] = [thereLine, hereLine];
  const [here, there] = [new LaneBacklog(hereLine), new LaneBacklog(thereLine)];
  for (const each of [here, there]) each.onModuleInit();
  return { here, there, thereLine };
}

describe('the backlog of a lane', () => {
  it('is what was added here and is not stored yet', () => {
    const { here } = twoProcesses();
    here.stored(0, 'first', 0);
    here.added(0, 'a', 1);
    here.added(0, 'b', 2);
    expect(here.underWay(0, 3)).toBe(2);
    expect(here.underWay(1, 3)).toBe(0);
    here.stored(0, 'a', 4);
    expect(here.underWay(0, 5)).toBe(1);
    here.failed(0, 'b');
    expect(here.underWay(0, 6)).toBe(0);
  });

  it('is unknown where nobody is heard to work the lane, and once nobody is', () => {
    const { here } = twoProcesses();
    here.added(0, 'a', 0);
    expect(here.underWay(0, 1)).toBe(0);
    here.stored(0, 'first', 0);
    here.added(0, 'b', 1);
    expect(here.underWay(0, 4_999)).toBe(1);
    expect(here.underWay(0, 5_000)).toBe(0);
  });

  it('is told to the door of another process, also when word of a job was lost', () => {
    const { here, there, thereLine } = twoProcesses();
    there.stored(0, 'of another door');
    for (const job of ['a', 'b', 'c']) here.added(0, job);
    expect(here.underWay(0)).toBe(3);
    thereLine.lost = true;
    there.stored(0, 'a');
    expect(here.underWay(0)).toBe(3);
    thereLine.lost = false;
    there.stored(0, 'b');
    expect(here.underWay(0)).toBe(1);
  });
});
