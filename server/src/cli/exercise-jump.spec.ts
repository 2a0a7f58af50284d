import { jest } from '@jest/globals';
import type { RoomClock } from '@rearguard/shared';
import { jump } from './exercise-jump.js';
import type { Operator } from './operator.js';

const TO = '2023-08-20T12:00:00.000Z';
const clockAt = (at: string, jumpTo?: string): RoomClock => ({
  mode: 'exercise',
  at,
  exercise: {
    name: 'mali-2023',
    runId: 'run',
    state: 'paused',
    speed: 10,
    achievedSpeed: 0,
    dropsAtCritical: true,
    heldBack: false,
    from: '2023-08-13T08:50:00.000Z',
    to: '2023-12-31T00:00:00.000Z',
    ...(jumpTo !== undefined && { jumpTo }),
  },
});
const START = clockAt('2023-08-13T08:50:00.000Z');
const ON_THE_WAY = clockAt('2023-08-15T00:00:00.000Z', TO);
const THERE = clockAt(TO);

function answersOf(clocks: RoomClock[]): Operator['get'] {
  return () => Promise.resolve(clocks.length > 1 ? clocks.shift() : clocks[0]);
}

/** A server that answers the jump with one clock, and then says these. */
const aServer = (answer: Promise<RoomClock>, ...later: RoomClock[]): Operator => ({
  post: () => answer,
  // It is asked where it stands before anything else.
  get: answersOf([START, ...(later.length === 0 ? [START] : later)]),
});
const never = new AbortController().signal;

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
});
afterEach(() => jest.restoreAllMocks());

it('says nothing on the way of a short jump', async () => {
  await expect(jump(aServer(Promise.resolve(THERE)), TO, never)).resolves.toEqual(THERE);
  expect(said).toEqual([]);
});

it('tells how far a long one has come, before the answer and after it, until it is there', async () => {
  let asked = 0;
  let answer!: (clock: RoomClock) => void;
  const server = aServer(new Promise((resolve) => (answer = resolve)), ON_THE_WAY, THERE);
  const there = jump(
    {
      ...server,
      get: (path) => {
        if (asked++ > 0) answer(ON_THE_WAY);
        return server.get(path);
      },
    },
    TO,
    never,
  );
  await expect(there).resolves.toEqual(THERE);
  expect(said).toEqual([`At 2023-08-15T00:00:00.000Z, on the way to ${TO}.\n`]);
});

it('says where it was ended by somebody else', async () => {
  const ended = jump(aServer(Promise.resolve(clockAt('2023-08-15T00:00:00.000Z'))), TO, never);
  await expect(ended).rejects.toThrow('ended at 2023-08-15T00:00:00.000Z');
});

it('says, to who stops waiting, that the jump goes on and how to see it', async () => {
  const interrupt = new AbortController();
  const waiting = jump(aServer(new Promise(() => undefined), ON_THE_WAY), TO, interrupt.signal);
  interrupt.abort();
  await expect(waiting).rejects.toMatchObject({
    exitCode: 130,
    message: expect.stringContaining('exercise status') as string,
  });
});

it('says of an instant that is past that a new run begins, before it asks, and which one it is', async () => {
  const past = '2023-08-13T08:50:00.000Z';
  const now = clockAt('2023-08-15T00:00:00.000Z');
  const fresh: RoomClock = { ...clockAt(past), exercise: { ...now.exercise!, runId: 'another' } };
  let saidFirst: string[] = [];
  const server: Operator = {
    get: () => Promise.resolve(now),
    post: () => {
      saidFirst = [...said];
      return Promise.resolve(fresh);
    },
  };
  await expect(jump(server, past, never)).resolves.toEqual(fresh);
  expect(saidFirst).toEqual([expect.stringMatching(/is past.*ends the present run and begins a new one/)]);
  expect(said[1]).toContain('A new run (another)');
});
