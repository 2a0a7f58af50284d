import type { AuditVerification } from '@rearguard/shared';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { NotedLink } from '../access/audit/audit-chain.js';
import type { Config } from '../config/config.js';
import { CommandRefusal } from './refusal.js';
import { inRoom } from './room.js';
import { answer, remark } from './say.js';

const FAULTS: Record<NonNullable<AuditVerification['broken']>['fault'], string> = {
  altered: 'is not as it was written',
  'entry-missing': 'was removed',
  'link-missing': 'was removed from the chain',
  'not-in-chain': 'was put in beside the chain',
  'not-as-noted': 'is not the one that was noted: the record was written anew or cut off',
};

export function addAudit(program: Command, config: () => Config): void {
  program
    .command('audit')
    .description('the record of who did what')
    .command('verify')
    .description(
      'say whether the record is as it was written; prints number and hash of its last entry, to be noted elsewhere',
    )
    .addOption(
      new Option('--noted <number:hash>', 'what this command printed before: shows also what was cut off').argParser(
        (given): NotedLink => {
          const [, number, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(given) ?? [];
          if (number === undefined) throw new InvalidArgumentError('It looks like 12:ab…, as this command printed it.');
          return { number: Number(number), hash: hash! };
        },
      ),
    )
    .action(({ noted }: { noted?: NotedLink }) =>
      inRoom(config(), async ({ audit }) => {
        const { entries, head, broken } = await audit.verify(noted ?? null);
        if (broken !== null) {
          const entry = broken.entryId === null ? '' : ` (entry ${broken.entryId})`;
          throw new CommandRefusal(
            `The audit record is broken: number ${broken.number}${entry} ${FAULTS[broken.fault]}. ` +
              `The ${entries} before it are sound.`,
          );
        }
        remark(`The audit record is sound: ${entries} entries.`);
        if (head !== null) answer(`${head.number}:${head.hash}`);
      }),
    );
}
