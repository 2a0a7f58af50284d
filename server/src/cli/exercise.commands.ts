import { ErrorBody, InstantIn, toInstantOut } from '@rearguard/shared';
import type { Command } from 'commander';
import { COMMAND_LINE } from '../access/actor.js';
import { SESSION_COOKIE } from '../access/session-cookie.js';
import type { Config } from '../config/config.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { addressOf, inRoom, type Room, serverOf } from './room.js';
import { answer } from './say.js';

const OPERATOR = 'Command line';

interface Asked {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}

/** The exercise belongs to the running server, so these commands ask it, as an administrator of their own. */
export function addExercise(program: Command, config: () => Config): void {
  const group = program.command('exercise').description('the exercise of the running server');
  const act = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .action(() => ask(config(), { method: 'POST', path: `/api/exercise/${name}` }));
  act('start', 'let the clock run from the start of the exercise');
  act('stop', 'end the run');
  act('pause', 'hold the clock');
  act('resume', 'let the clock run on');
  group
    .command('speed')
    .description('how many times faster than life, at most')
    .argument('<n>', '0.1 to 3600')
    .action(async (given: string) => {
      const speed = Number(given);
      if (!(speed >= 0.1 && speed <= 3_600)) throw new CommandRefusal('Speed is 0.1 to 3600.', NOT_UNDERSTOOD);
      await ask(config(), { method: 'POST', path: '/api/exercise/speed', body: { speed } });
    });
  group
    .command('jump')
    .description('go to an instant; backward begins a new run')
    .argument('<instant>', 'such as 2023-08-13T09:00:00Z')
    .action(async (given: string) => {
      const to = InstantIn.safeParse(given);
      if (!to.success) throw new CommandRefusal(`${to.error.issues[0]!.message}.`, NOT_UNDERSTOOD);
      await ask(config(), { method: 'POST', path: '/api/exercise/jump', body: { to: toInstantOut(to.data) } });
    });
  group
    .command('status')
    .description('print the state of the exercise as JSON')
    .action(() => ask(config(), { method: 'GET', path: '/api/exercise' }));
}

async function ask(config: Config, asked: Asked): Promise<void> {
  const url = (await serverOf(config))?.url ?? config.http.publicUrl;
  if (url === null) throw new CommandRefusal('No server is ready on this data folder. Start it first: npm start.');
  await inRoom(config, async (room) => {
    const { secret, identity } = await room.sessions.begin('administrator', OPERATOR, room.database.manager);
    try {
      answer(await send(url, originOf(config, room), secret, asked));
    } finally {
      await room.sessions.revoke(identity.sessionId, COMMAND_LINE, null);
    }
  });
}

/** @returns the answer's body, as JSON to read */
async function send(url: string, origin: string, secret: string, { method, path, body }: Asked): Promise<string> {
  const headers = { Cookie: `${SESSION_COOKIE}=${secret}`, Origin: origin, 'Content-Type': 'application/json' };
  let reply: Response;
  try {
    reply = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new CommandRefusal(`The server at ${url} does not answer. Is it running?`, undefined, { cause });
  }
  const text = await reply.text();
  if (reply.ok) return text === '' ? 'done' : JSON.stringify(JSON.parse(text), null, 2);
  throw new CommandRefusal(refusalIn(text) ?? `The server answered ${reply.status}.`);
}

function refusalIn(text: string): string | null {
  try {
    const { message, hint } = ErrorBody.parse(JSON.parse(text));
    return hint === undefined ? message : `${message} ${hint}`;
  } catch {
    return null; // not one of our refusals, such as a proxy's page
  }
}

/** The server takes its public URL as its own origin, or else the address that it is asked at. */
function originOf(config: Config, room: Room): string {
  return new URL(addressOf(config, room)).origin;
}
