import { RoomTime } from './room-time.svelte.js';
import { aClock, anExercise } from '../testing/builders.js';

const AT = Date.parse('2023-08-13T13:12:00.000Z');
const aTime = () => {
  const mono = { ms: 0 };
  return { mono, time: new RoomTime(() => mono.ms) };
};

describe('RoomTime', () => {
  it('knows nothing before the first clock', () => {
    expect(aTime().time.read()).toBeNull();
  });

  it('runs with ours in a live room, also when no clock comes any more', () => {
    const { mono, time } = aTime();
    time.set(aClock());
    mono.ms += 60_000;
    expect(time.read()).toBe(AT + 60_000);
  });

  it('runs at the speed that an exercise reaches, not at the one asked for', () => {
    const { mono, time } = aTime();
    time.set(aClock({ mode: 'exercise', exercise: anExercise({ speed: 600, achievedSpeed: 420 }) }));
    mono.ms += 1_000;
    expect(time.read()).toBe(AT + 420_000);
  });

  it.each(['waiting', 'paused', 'ended'] as const)('stands while an exercise is %s', (state) => {
    const { mono, time } = aTime();
    time.set(aClock({ mode: 'exercise', exercise: anExercise({ state }) }));
    mono.ms += 10_000;
    expect(time.read()).toBe(AT);
  });

  it('does not run backwards when a clock event corrects it by a little', () => {
    const { mono, time } = aTime();
    time.set(aClock());
    mono.ms += 1_000;
    expect(time.read()).toBe(AT + 1_000);
    time.set(aClock({ at: new Date(AT + 900).toISOString() }));
    expect(time.read()).toBe(AT + 1_000);
    mono.ms += 200;
    expect(time.read()).toBe(AT + 1_100);
  });

  it('does not take the leap of a jump for the speed', () => {
    const { mono, time } = aTime();
    time.set(aClock({ mode: 'exercise', exercise: anExercise({ speed: 10, achievedSpeed: 90_000 }) }));
    mono.ms += 1_000;
    expect(time.read()).toBe(AT + 10_000);
  });

  it('lets an exercise’s time go on when the link is cut, so that what is shown ages', () => {
    const { mono, time } = aTime();
    time.set(aClock({ mode: 'exercise', exercise: anExercise() }));
    mono.ms += 60_000;
    expect(time.read()).toBe(AT + 600_000);
  });

  it('follows the server when it showed far more than that, also within a run', () => {
    const { mono, time } = aTime();
    const clock = (after: number, speed: number) =>
      aClock({
        mode: 'exercise',
        at: new Date(AT + after).toISOString(),
        exercise: anExercise({ speed, achievedSpeed: speed }),
      });
    time.set(clock(0, 600));
    mono.ms += 1_000;
    expect(time.read()).toBe(AT + 600_000);
    time.set(clock(60_000, 10));
    expect(time.read()).toBe(AT + 60_000);
  });

  it('goes back when the exercise jumped back, which is a new run', () => {
    const { time } = aTime();
    time.set(aClock({ mode: 'exercise', exercise: anExercise() }));
    time.set(aClock({ mode: 'exercise', at: '2023-08-13T09:00:00.000Z', exercise: anExercise({ runId: 'run-2' }) }));
    expect(time.read()).toBe(Date.parse('2023-08-13T09:00:00.000Z'));
  });
});
