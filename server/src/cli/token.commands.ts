import { setTimeout as wait } from 'node:timers/promises';
import { BUILT_FEEDS, Feed } from '@rearguard/shared';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AccessTokenEntity } from '../access/access-token.entity.js';
import type { AccessTokens } from '../access/access-tokens.js';
import { COMMAND_LINE } from '../access/actor.js';
import { REMEMBERED_MS } from '../access/credentials.js';
import type { Config } from '../config/config.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { inRoom, type Room } from './room.js';
import { answer, remark } from './say.js';

type Kind = 'feed' | 'read';

export function addFeedTokens(program: Command, config: () => Config): void {
  const group = program.command('feed-token').description('tokens with which sources send to one feed');
  group
    .command('create')
    .description('print a new token; it is shown this once')
    .argument('<feed>', Feed.options.join(', '))
    .requiredOption('--name <name>', 'who sends with it')
    .action(async (given: string, options: { name: string }) => {
      const feed = Feed.safeParse(given);
      if (!feed.success) {
        throw new CommandRefusal(`There is no feed ${given}. Feeds: ${Feed.options.join(', ')}.`, NOT_UNDERSTOOD);
      }
      const name = nameOf(options);
      await inRoom(config(), async ({ tokens }) => {
        const fresh = await tokens.createForFeed(feed.data, name, COMMAND_LINE);
        remark(`Token ${fresh.id} for the feed ${feed.data}, named ${name}. It is shown this once.`);
        if (!BUILT_FEEDS.includes(feed.data)) remark('This version answers 501 to that feed.');
        answer(fresh.secret);
      });
    });
  addRevokeAndList(group, 'feed', config);
}

export function addReadTokens(program: Command, config: () => Config): void {
  const group = program.command('read-token').description('tokens with which walls and monitors read');
  group
    .command('create')
    .description('print a new token; it is shown this once')
    .requiredOption('--name <name>', 'what reads with it')
    .action(async (options: { name: string }) => {
      const name = nameOf(options);
      await inRoom(config(), async ({ tokens }) => {
        const fresh = await tokens.createForReading(name, COMMAND_LINE);
        remark(`Token ${fresh.id}, named ${name}. It is shown this once.`);
        answer(fresh.secret);
      });
    });
  addRevokeAndList(group, 'read', config);
}

function addRevokeAndList(group: Command, kind: Kind, config: () => Config): void {
  group
    .command('rotate')
    .description('print a successor of the token of this id; the old one goes on for a while')
    .argument('<id>')
    .addOption(
      new Option('--overlap-hours <hours>', 'so long both are good').default(24).argParser((given) => {
        const hours = Number(given);
        if (given.trim() !== '' && hours >= 0 && hours <= 168) return hours;
        throw new InvalidArgumentError('It is a number of hours from 0 to 168.');
      }),
    )
    .action((id: string, { overlapHours }: { overlapHours: number }) =>
      inRoom(config(), ({ tokens }) => rotate(tokens, kind, id, overlapHours)),
    );
  group
    .command('revoke')
    .description('end the token of this id, or every one of this name; holds everywhere when the command returns')
    .argument('<id-or-name>')
    .action((idOrName: string) => inRoom(config(), (room) => revoke(room, kind, idOrName)));
  group
    .command('list')
    .description('print the valid tokens: id, feed, name, last use')
    .action(() =>
      inRoom(config(), async ({ tokens }) => {
        for (const token of await tokens.list(kind)) answer(lineOf(token));
      }),
    );
}

async function rotate(tokens: AccessTokens, kind: Kind, id: string, overlapHours: number): Promise<void> {
  const old = (await tokens.list(kind)).find((token) => token.id === id);
  const fresh = old && (await tokens.rotate(id, overlapHours * 3_600_000, COMMAND_LINE));
  if (!fresh) throw new CommandRefusal(`No valid ${kind} token has the id ${id}. See ${kind}-token list.`);
  remark(`Token ${fresh.id} follows ${lineOf(old)}, which goes on for ${overlapHours} hours. It is shown this once.`);
  answer(fresh.secret);
}

async function revoke(room: Room, kind: Kind, idOrName: string): Promise<void> {
  const revoked = await room.tokens.revoke(kind, idOrName, COMMAND_LINE);
  if (revoked.length === 0) {
    throw new CommandRefusal(`No valid ${kind} token has the id or name ${idOrName}. See ${kind}-token list.`);
  }
  // The server may still remember the token for that long; after it, nobody takes it.
  await wait(REMEMBERED_MS);
  for (const token of revoked) remark(`Revoked: ${lineOf(token)}`);
}

function lineOf(token: AccessTokenEntity): string {
  return [token.id, token.feed ?? '-', token.name, token.lastUsedAt?.toISOString() ?? 'never used'].join('\t');
}

function nameOf({ name }: { name: string }): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new CommandRefusal('A token needs a name, so that it can be told apart.', NOT_UNDERSTOOD);
  return trimmed;
}
