import { ErrorBody } from '@rearguard/shared';
import { COMMAND_LINE } from '../access/actor.js';
import { SESSION_COOKIE } from '../access/session-cookie.js';
import type { Config } from '../config/config.js';
import { CommandRefusal } from './refusal.js';
import { addressOf, inRoom, type Room, serverOf } from './room.js';
import { type Call, callServer } from './server-call.js';

const OPERATOR = 'Command line';

/** Speaks to the running server as an administrator. Every answer is the parsed body. */
export interface Operator {
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** Does work at the running server, as an administrator of its own whose session ends with the work. */
export async function asOperator(config: Config, work: (operator: Operator) => Promise<void>): Promise<void> {
  const url = (await serverOf(config))?.url ?? config.http.publicUrl;
  if (url === null) throw new CommandRefusal('No server is ready on this data folder. Start it first: npm start.');
  await inRoom(config, async (room) => {
    const { secret, identity } = await room.sessions.begin('administrator', OPERATOR, room.database.manager);
    const ask = (method: Call['method'], path: string, body?: unknown, signal?: AbortSignal) =>
      send(config, `${url}${path}`, {
        method,
        headers: {
          Cookie: `${SESSION_COOKIE}=${secret}`,
          Origin: originOf(config, room),
          'Content-Type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
    try {
      await work({ get: (path) => ask('GET', path), post: (path, body, signal) => ask('POST', path, body, signal) });
    } finally {
      await room.sessions.revoke(identity.sessionId, COMMAND_LINE, null);
    }
  });
}

async function send(config: Config, url: string, call: Call): Promise<unknown> {
  const reply = await callServer(config, url, call).catch((cause: unknown) => {
    const { origin } = new URL(url);
    const sentence = `The server at ${origin} does not answer (${whyOf(cause)}). Is it running?`;
    throw new CommandRefusal(sentence, undefined, { cause });
  });
  if (reply.status >= 200 && reply.status < 300) return JSON.parse(reply.text) as unknown;
  throw new CommandRefusal(refusalIn(reply.text) ?? `The server answered ${reply.status}.`);
}

/** What went wrong on the line; fetch hides it below a sentence of its own. */
function whyOf(cause: unknown): string {
  const { message, cause: inner } = cause as Error;
  return inner instanceof Error && inner.message !== '' ? inner.message : message;
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
