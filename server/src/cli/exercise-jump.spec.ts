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
    from: '2023-08-13T08:50:00.000Z',
    to: '2023-12-31T00:00:00.000Z',
    ...(jumpTo !== undefined && { jumpTo }),
  },
});
const ON_THE_WAY = clockAt('2023-08-15T00:00:00.000Z', TO);
const THERE = clockAt(TO);

/** A server that answers the jump with one clock, and then says these. */
const aServer = (answer: Promise<RoomClock>, ...later: RoomClock[]): Operator => ({
  post: () => answer,
  get: () => Promise.resolve(later.length > 1 ? later.shift() : later[0]),
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
  let answer!: (clock: RoomClock) => void;
  const server = aServer(new Promise((resolve) => (answer = resolve)), ON_THE_WAY, THERE);
  const there = jump(
    {
      ...server,
      get: (path) => {
        answer(ON_THE_WAY);
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
