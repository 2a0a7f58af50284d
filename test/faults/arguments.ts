import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SABOTAGES, type Sabotage } from './sabotage.js';

export const TOPOLOGIES = ['served', 'embedded'] as const;
export type TopologyName = (typeof TOPOLOGIES)[number];

/** What a run is to do. */
export interface Wanted {
  topologies: readonly TopologyName[];
  seed: number;
  /** Number of the first fault. */
  from: number;
  count: number;
  /** Go on with what the state file tells of; the rest of this is then not looked at. */
  resume: boolean;
  /** Where the state is kept. */
  state: string;
  /** What is done to every trial so that its checks must find it. */
  sabotage: Sabotage | null;
}

const COUNT = 20;
const LARGEST = 2 ** 31 - 1;
const OPTIONS = {
  count: { type: 'string' },
  seed: { type: 'string' },
  from: { type: 'string' },
  topology: { type: 'string' },
  sabotage: { type: 'string' },
  state: { type: 'string' },
  resume: { type: 'boolean' },
} as const;

export const USAGE = `npm run faults -- [--count N] [--seed N] [--from NUMBER] [--topology served|embedded|both] [--state FILE]
npm run faults -- --resume [--state FILE]`;

/** @throws Error in a sentence when something is not as it must be */
export function readArguments(given: readonly string[]): Wanted {
  const { values } = parseArgs({ args: given.filter((argument) => argument !== '--'), options: OPTIONS });
  const { resume = false, state = join(tmpdir(), 'rearguard-faults.json'), topology = 'both' } = values;
  const others = Object.keys(values).filter((name) => name !== 'resume' && name !== 'state');
  if (resume && others.length > 0) throw new Error(`--${others[0]}: --resume takes it from the state file.`);
  return {
    topologies: topology === 'both' ? TOPOLOGIES : [oneOf('topology', topology, TOPOLOGIES)],
    seed: wholeNumber('seed', values.seed, randomInt(1, LARGEST)),
    from: wholeNumber('from', values.from, 1),
    count: wholeNumber('count', values.count, COUNT),
    resume,
    state,
    sabotage: values.sabotage === undefined ? null : oneOf('sabotage', values.sabotage, SABOTAGES),
  };
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new Error(`--${option} ${given}: must be one of ${names.join(', ')}.`);
  return found;
}

function wholeNumber(option: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > LARGEST) {
    throw new Error(`--${option} ${given}: must be a whole number from 1 to ${LARGEST}.`);
  }
  return number;
}
