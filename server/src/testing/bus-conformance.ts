import type { Bus } from '../platform/bus/bus.js';
import { eventually } from './room.js';

/** What a kind of bus must offer to be tested. Each call of `open` is a process of its own on the same bus. */
export interface BusUnderTest {
  open(): Promise<Bus>;
  close(bus: Bus): Promise<void>;
  /** Cuts every connection that processes have to the bus. */
  cut(): Promise<void>;
}

/** What every kind of bus must do; run it against each. */
export function busKeepsItsPromises(start: () => Promise<BusUnderTest>): void {
  let kind: BusUnderTest;
  let here: Bus;
  let there: Bus;
  beforeAll(async () => {
    kind = await start();
  });
  beforeEach(async () => {
    [here, there] = await Promise.all([kind.open(), kind.open()]);
  });
  afterEach(() => Promise.all([here, there].map((bus) => kind.close(bus))));

  const heardBy = (bus: Bus) => {
    const heard: number[] = [];
    const stop = bus.subscribe('changes:committed', ({ to }) => heard.push(to));
    return { heard, stop };
  };
  /** Speaks until the other side hears; what is said meanwhile may be lost. */
  const speakUntilHeard = async (from: Bus, by: number[]) => {
    await eventually(() => {
      from.publish('changes:committed', { to: 1_000_000 });
      return by.includes(1_000_000);
    }, 'a hint to come through');
  };

  it('a process hears itself at once, and once', async () => {
    const mine = heardBy(here);
    const theirs = heardBy(there);
    here.publish('changes:committed', { to: 1 });
    expect(mine.heard).toEqual([1]);
    here.publish('changes:committed', { to: 2 });
    await eventually(() => theirs.heard.length === 2, 'both hints'); // by now our own would have come back
    expect(mine.heard).toEqual([1, 2]);
  });

  it('another process hears all of a burst, in order', async () => {
    const { heard } = heardBy(there);
    const said = Array.from({ length: 300 }, (_, i) => i + 1);
    for (const to of said) here.publish('changes:committed', { to });
    await eventually(() => heard.length === said.length, 'every hint');
    expect(heard).toEqual(said);
  });

  it('carries what a message says, to who listens to its topic alone', async () => {
    const { heard } = heardBy(there);
    const units: string[][] = [];
    there.subscribe('units:changed', ({ unitIds }) => units.push(unitIds));
    here.publish('units:changed', { unitIds: ['BER-1', "O'Neill é 世"] });
    await eventually(() => units.length === 1, 'the units');
    expect(units).toEqual([['BER-1', "O'Neill é 世"]]);
    expect(heard).toEqual([]);
  });

  it('knows whether another process listens', async () => {
    here.publish('changes:committed', { to: 1 });
    await kind.close(there);
    await eventually(() => {
      here.publish('changes:committed', { to: 2 });
      return here.alone;
    }, 'the bus to find itself alone');
    there = await kind.open();
    await speakUntilHeard(here, heardBy(there).heard);
    expect(here.alone).toBe(false);
  });

  it('who stopped listening hears nothing more', async () => {
    const gone = heardBy(there);
    const stays = heardBy(there);
    gone.stop();
    here.publish('changes:committed', { to: 1 });
    await eventually(() => stays.heard.length === 1, 'the hint');
    expect(gone.heard).toEqual([]);
  });

  it('a listener that fails harms neither who speaks nor who listens too', async () => {
    for (const bus of [here, there]) {
      bus.subscribe('changes:committed', () => {
        throw new Error('a fault of the listener');
      });
    }
    const mine = heardBy(here);
    const theirs = heardBy(there);
    expect(() => here.publish('changes:committed', { to: 1 })).not.toThrow();
    await eventually(() => theirs.heard.length === 1, 'the hint');
    expect(mine.heard).toEqual([1]);
  });

  it('hears again after its connection was cut, and speaks again', async () => {
    const mine = heardBy(here);
    const theirs = heardBy(there);
    await kind.cut();
    expect(() => here.publish('changes:committed', { to: 1 })).not.toThrow();
    expect(mine.heard).toEqual([1]); // itself it hears without any connection
    await speakUntilHeard(here, theirs.heard);
    await speakUntilHeard(there, mine.heard);
  });

  it('may be closed at once after its connection was cut', async () => {
    const bus = await kind.open();
    await kind.cut();
    await kind.close(bus);
    bus.publish('changes:committed', { to: 1 });
  });
}
