import type { EpochMs, PositionReport } from '@rearguard/shared';
import fc from 'fast-check';
import { FakeRoom, MIN, T0 } from '../../testing/fake-exercise-room.js';
import type { Scenario, ScenarioEvent } from '../scenario/events.js';
import { Exercise, ExerciseRefusal, FIRST_SPEED } from './exercise.js';

const KNOWN_FROM = T0 - 60 * MIN;

const report = (unitId: string, observedAt: EpochMs): PositionReport => ({ unitId, observedAt, lat: 16.8, lon: -2.6 });
const positions = (at: EpochMs, ...units: string[]): ScenarioEvent => ({
  at,
  kind: 'positions',
  reports: units.map((unitId) => report(unitId, at - 1_000)),
});
const departure = (siteId: string, at: EpochMs): ScenarioEvent => ({
  at,
  kind: 'site-fact',
  siteId,
  fact: { kind: 'last-departure', on: '2023-08-13', knownAt: at },
});

function story(events: ScenarioEvent[], to = T0 + 120 * MIN): Scenario {
  const sorted = [...events].sort((a, b) => a.at - b.at);
  return {
    name: 'test',
    seed: 1,
    knownFrom: KNOWN_FROM,
    from: T0,
    to,
    events: (after, upTo) => sorted.filter((event) => event.at > after && event.at <= upTo),
  };
}

async function opened(scenario: Scenario, room = new FakeRoom()) {
  // Ticks of these tests cost no real time of their own.
  const exercise = new Exercise(scenario, room.stage, room.deadlines, room.clock, room.runs, () => 0);
  await exercise.restore();
  await exercise.open();
  return { exercise, room };
}

const A_STORY = story([
  departure('ogossagou', T0 - 30 * MIN),
  positions(T0 - 10 * MIN, 'ber'),
  positions(T0 - MIN, 'gao'),
  positions(T0 + MIN, 'ber', 'gao'),
  departure('ber', T0 + 5 * MIN),
  positions(T0 + 30 * MIN, 'gao'),
]);

describe('an exercise', () => {
  it('opens with what was known, in order, and stands until the first screen comes in', async () => {
    const { exercise, room } = await opened(A_STORY);
    expect(room.log).toEqual([
      '-1800000 site ogossagou',
      '-600000 ber',
      '-60000 gao',
      '-480000 stale ber',
      '0 taken over',
    ]);
    expect(exercise.roomClock()).toMatchObject({
      mode: 'exercise',
      at: '2023-08-13T08:50:00.000Z',
      exercise: { state: 'waiting', speed: FIRST_SPEED, achievedSpeed: 0 },
    });
    await exercise.tick(500);
    expect(room.now).toBe(T0);
    await exercise.personCame();
    await exercise.tick(100);
    expect(room.now).toBe(T0 + 1_000);
    expect(exercise.roomClock().exercise).toMatchObject({ state: 'running', achievedSpeed: 10 });
  });

  it.each([0.1, 10, 999])('keeps whole milliseconds, and loses none, at %d times real speed', async (speed) => {
    const { exercise, room } = await opened(story([], T0 + 86_400_000));
    await exercise.personCame();
    await exercise.setSpeed(speed);
    for (let tick = 0; tick < 100; tick++) {
      await exercise.tick(33.37);
      expect(Number.isInteger(room.now)).toBe(true);
    }
    expect(Math.abs(room.now - T0 - 3_337 * speed)).toBeLessThanOrEqual(1);
  });

  it('a second screen starts nothing that was paused', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.personCame();
    await exercise.pause();
    await exercise.personCame();
    await exercise.tick(500);
    expect(room.now).toBe(T0);
    await exercise.resume();
    await exercise.tick(500);
    expect(room.now).toBe(T0 + 5_000);
  });

  describe('when something critical comes in', () => {
    const attackAt = T0 + 10 * MIN;
    const attack: ScenarioEvent = {
      at: attackAt,
      kind: 'incident',
      report: {
        reportId: 'first',
        incidentId: 'attack',
        kind: 'convoy_attack',
        severity: 'critical',
        observedAt: attackAt,
        source: 'column',
        text: 'Under fire',
      },
    };
    const running = async (dropsAtCritical?: boolean) => {
      const opening = await opened(story([attack]));
      await opening.exercise.personCame();
      await opening.exercise.setSpeed(3_600, dropsAtCritical);
      for (let tick = 0; tick < 5 && opening.room.log.at(-1) !== `${10 * MIN} incident attack`; tick++)
        await opening.exercise.tick(500);
      return opening;
    };

    it('goes on as in life from there, until somebody has taken it', async () => {
      const { exercise, room } = await running();
      const from = room.now;
      expect(from - attackAt).toBeLessThan(10 * MIN);
      await exercise.tick(500);
      expect(room.now).toBe(from + 500);
      expect(exercise.roomClock().exercise).toMatchObject({ speed: 3_600, heldBack: true });
      room.criticalWaits = false;
      await exercise.tick(500);
      expect(room.now).toBe(from + 500 + 1_800_000);
      expect(exercise.roomClock().exercise).toMatchObject({ heldBack: false });
    });

    it('jumps on where somebody wants it to', async () => {
      const { exercise, room } = await running();
      const there = exercise.jump(T0 + 60 * MIN);
      await exercise.tick(100);
      await there;
      expect(room.now).toBe(T0 + 60 * MIN);
    });

    it('goes on at its speed where that was switched off', async () => {
      const { exercise, room } = await running(false);
      const from = room.now;
      await exercise.tick(500);
      expect(room.now).toBe(from + 1_800_000);
      expect(exercise.roomClock().exercise).toMatchObject({ dropsAtCritical: false, heldBack: false });
    });
  });

  it('runs deadlines at their own time, after what came before them', async () => {
    const { exercise, room } = await opened(A_STORY);
    room.log = [];
    await exercise.setSpeed(3_600);
    await exercise.start();
    for (let tick = 0; tick < 20; tick++) await exercise.tick(100);
    expect(room.log).toEqual([
      `${MIN} ber`,
      `${MIN} gao`,
      `${3 * MIN} stale ber`,
      `${3 * MIN} stale gao`,
      `${5 * MIN} site ber`,
      `${30 * MIN} gao`,
      `${32 * MIN} stale gao`,
    ]);
  });

  describe('the same log', () => {
    const minute = fc.integer({ min: -60, max: 119 });
    const event = fc.oneof(
      fc.record({ at: minute, units: fc.subarray(['a', 'b', 'c'], { minLength: 1 }) }),
      fc.record({ at: minute, site: fc.constantFrom('ber', 'gao') }),
    );
    const anyStory = fc.array(event, { maxLength: 30 }).map((made) =>
      story(
        made.map((one, index) => {
          // Odd milliseconds, so that two things hardly ever fall together.
          const at = T0 + one.at * MIN + index * 1_009;
          return 'site' in one ? departure(`${one.site} ${index}`, at) : positions(at, ...one.units);
        }),
      ),
    );
    const speeds = fc.array(
      fc.record({ speed: fc.constantFrom(1, 10, 600, 3_600), ms: fc.integer({ min: 1, max: 500 }) }),
      { maxLength: 20 },
    );

    const playedEvenly = async (scenario: Scenario) => {
      const { exercise, room } = await opened(scenario);
      await exercise.start();
      await exercise.setSpeed(10);
      for (let tick = 0; tick < 7_200 / 5 + 1; tick++) await exercise.tick(500);
      return room;
    };
    const playedOut = async (exercise: Exercise) => {
      await exercise.setSpeed(3_600);
      for (let tick = 0; tick < 10; tick++) await exercise.tick(500);
    };

    it('makes the same things happen at the same times, whatever the speeds', async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, speeds, async (scenario, way) => {
          const { exercise, room } = await opened(scenario);
          await exercise.start();
          for (const { speed, ms } of way) {
            await exercise.setSpeed(speed);
            await exercise.tick(ms);
          }
          await playedOut(exercise);
          expect(room.log).toEqual((await playedEvenly(scenario)).log);
          expect([room.now, exercise.run.state]).toEqual([scenario.to, 'ended']);
        }),
        { numRuns: 30 },
      );
    });

    it('leaves the same room when somebody jumps on the way', async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, fc.array(fc.nat(120), { maxLength: 5 }), async (scenario, jumps) => {
          const { exercise, room } = await opened(scenario);
          await exercise.start();
          for (const jump of jumps) {
            const to = T0 + jump * MIN;
            if (to <= room.now || exercise.run.state === 'ended') continue;
            const there = exercise.jump(to);
            await exercise.tick(100);
            await there;
            await exercise.tick(100);
          }
          await playedOut(exercise);
          expect(room.standing()).toEqual((await playedEvenly(scenario)).standing());
        }),
        { numRuns: 30 },
      );
    });
  });

  it('does not leap after the machine stalled', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    await exercise.tick(3_600_000);
    expect(room.now).toBe(T0 + 5_000);
  });

  it('moves on only when all that was due is applied: a fault leaves the clock, and is made good', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    await exercise.setSpeed(3_600);
    room.broken = 1;
    await expect(exercise.tick(100)).rejects.toThrow('the door is shut');
    expect(room.now).toBe(T0);
    await exercise.tick(100);
    expect(room.log.filter((line) => line === `${MIN} ber`)).toHaveLength(1);
    expect(room.now).toBeGreaterThan(T0);
  });

  it('goes on where it stood after a restart, and no time has passed', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    await exercise.setSpeed(60);
    for (let tick = 0; tick < 4; tick++) await exercise.tick(500);
    const { now } = room;
    const log = [...room.log];
    const again = await opened(A_STORY, room);
    expect(room.now).toBe(now);
    expect(room.log).toEqual(log);
    expect(again.exercise.run).toMatchObject({ state: 'running', speed: 60, runId: exercise.run.runId });
  });

  it('jumps forward through everything between, and stays paused when it was', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    await exercise.pause();
    const there = exercise.jump(T0 + 31 * MIN);
    await exercise.settled();
    expect(exercise.roomClock()).toMatchObject({
      at: '2023-08-13T08:50:00.000Z',
      exercise: { jumpTo: '2023-08-13T09:21:00.000Z' },
    });
    await exercise.tick(100);
    await there;
    expect(room.now).toBe(T0 + 31 * MIN);
    expect(exercise.run.state).toBe('paused');
    expect(exercise.roomClock().exercise).not.toHaveProperty('jumpTo');
    expect(room.log).toContain(`${5 * MIN} site ber`);
    expect(room.told.at(-1)?.at).toBe('2023-08-13T09:21:00.000Z');
  });

  it('jumps backward by a new run that tells the same story from its beginning', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    const forth = exercise.jump(T0 + 40 * MIN);
    await exercise.tick(100);
    await forth;
    const before = exercise.run.runId;
    const back = exercise.jump(T0 + 2 * MIN);
    await exercise.tick(100);
    await back;
    expect(exercise.run.runId).not.toBe(before);
    expect(room.now).toBe(T0 + 2 * MIN);
    expect(room.log).toEqual([
      '-3600000 sites',
      '-1800000 site ogossagou',
      '-600000 ber',
      '-60000 gao',
      '-480000 stale ber',
      '0 taken over',
      '60000 ber',
      '60000 gao',
    ]);
  });

  it.each(['running', 'paused'])('leaves a jump when somebody pauses on the way, %s before', async (before) => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    if (before === 'paused') await exercise.pause();
    const there = exercise.jump(T0 + 100 * MIN);
    await exercise.pause();
    await there;
    await exercise.tick(100);
    expect(room.now).toBe(T0);
  });

  it('ends with the story; then it can be started anew or jumped back, but not resumed', async () => {
    const { exercise, room } = await opened(A_STORY);
    await exercise.start();
    const there = exercise.jump(A_STORY.to);
    await exercise.tick(100);
    await there;
    expect(exercise.run.state).toBe('ended');
    await expect(exercise.resume()).rejects.toThrow(ExerciseRefusal);
    await expect(exercise.pause()).rejects.toThrow(ExerciseRefusal);
    await exercise.start();
    expect(exercise.run).toMatchObject({ state: 'running' });
    expect(room.now).toBe(T0);
  });

  it('refuses instants outside the story', async () => {
    const { exercise } = await opened(A_STORY);
    await expect(exercise.jump(T0 - 1)).rejects.toThrow('plays from 2023-08-13T08:50:00.000Z to');
    await expect(exercise.jump(A_STORY.to + 1)).rejects.toThrow(ExerciseRefusal);
  });

  it('tells the room of every change of its clock, and of none that is not', async () => {
    const { exercise, room } = await opened(A_STORY);
    room.told.length = 0;
    await exercise.start();
    await exercise.start();
    await exercise.setSpeed(60);
    await exercise.setSpeed(60);
    await exercise.tick(100);
    await exercise.pause();
    expect(room.told.map((clock) => [clock.exercise?.state, clock.exercise?.speed])).toEqual([
      ['running', 10],
      ['running', 60],
      ['paused', 60],
    ]);
  });
});
