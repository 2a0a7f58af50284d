import { setTimeout as wait } from 'node:timers/promises';
import { RoomClock } from '@rearguard/shared';
import type { Operator } from './operator.js';
import { CommandRefusal, FAILED, INTERRUPTED } from './refusal.js';
import { remark } from './say.js';

const LOOK_EVERY_MS = 1_000;
const NEW_RUN =
  'This ends the present run and begins a new one, which plays from the start of the exercise up to there.';
const GOES_ON =
  'The jump goes on in the server. `exercise status` shows how far it is; `exercise pause` ends it where it is by then.';

/**
 * Jumps, tells on the way how far it has come, and returns the clock once it is there. The jump is the server's: who
 * stops waiting does not stop it.
 * @throws CommandRefusal when somebody ended the jump on the way, or the person stopped waiting
 */
export async function jump(operator: Operator, to: string, interrupted: AbortSignal): Promise<RoomClock> {
  if (interrupted.aborted) throw new CommandRefusal('Nothing was asked of the server.', INTERRUPTED);
  const before = RoomClock.parse(await operator.get('/api/exercise'));
  if (Date.parse(to) < Date.parse(before.at)) remark(`${to} is past: the exercise stands at ${before.at}. ${NEW_RUN}`);
  // The server answers a long jump before it is there; a short one is there with the answer.
  const asked = operator.post('/api/exercise/jump', { to }, interrupted).then((body) => RoomClock.parse(body));
  let clock: RoomClock | null = null;
  while (clock === null || clock.exercise?.jumpTo !== undefined) {
    const answer: RoomClock | null = await withinAMoment(clock === null ? [asked] : [], interrupted);
    if (answer !== null) {
      clock = answer;
      continue;
    }
    const now = RoomClock.parse(await operator.get('/api/exercise'));
    if (now.exercise?.jumpTo !== undefined) remark(`At ${now.at}, on the way to ${now.exercise.jumpTo}.`);
    if (clock !== null) clock = now;
  }
  if (Date.parse(clock.at) >= Date.parse(to)) {
    if (clock.exercise?.runId !== before.exercise?.runId)
      remark(`A new run (${clock.exercise?.runId ?? ''}) is at ${clock.at}.`);
    return clock;
  }
  throw new CommandRefusal(`The jump was ended at ${clock.at}, before it was there.`, FAILED);
}

async function withinAMoment<Answer>(asked: Promise<Answer>[], interrupted: AbortSignal): Promise<Answer | null> {
  const enough = new AbortController();
  try {
    const moment = wait(LOOK_EVERY_MS, null, { signal: AbortSignal.any([interrupted, enough.signal]) });
    return await Promise.race([...asked, moment]);
  } catch (cause) {
    if (interrupted.aborted) throw new CommandRefusal(GOES_ON, INTERRUPTED, { cause });
    throw cause;
  } finally {
    enough.abort();
  }
}
