import { readFile, rename, writeFile } from 'node:fs/promises';
import type { TopologyName, Wanted } from './arguments.js';
import type { FaultKind } from './plan.js';

/** What became of one fault, in few words. */
export interface Done {
  topology: TopologyName;
  kind: FaultKind;
  recoveryMs: number;
  doorMs: number;
  /** All in all, ms. */
  tookMs: number;
}

/** A violation, with what is needed to see it again. */
export interface Violation {
  number: number;
  topology: TopologyName;
  fault: string;
  what: string[];
  /** Where the programs of that room wrote what they said. */
  folder: string;
}

/** How far a run is: written after every fault, so that a run that was stopped goes on from there. */
export interface Progress extends Pick<Wanted, 'topologies' | 'seed' | 'sabotage'> {
  first: number;
  /** Number of the next fault, and of the last one. */
  next: number;
  last: number;
  done: Done[];
  sent: number;
  accepted: number;
  stored: number;
  /** Batches that were not answered, or not with 202, and sent again. */
  repeated: number;
  violations: Violation[];
}

export function noProgress({ topologies, seed, sabotage, from, count }: Wanted): Progress {
  const numbers = { first: from, next: from, last: from + count - 1 };
  const nothing = { done: [], sent: 0, accepted: 0, stored: 0, repeated: 0, violations: [] };
  return { topologies, seed, sabotage, ...numbers, ...nothing };
}

/** @throws Error in a sentence when there is none */
export async function readProgress(path: string): Promise<Progress> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`There is no state of an earlier run at ${path}: begin one without --resume.`);
  });
  return JSON.parse(text) as Progress;
}

/** Whole or not at all, also when we are killed in the middle of it. */
export async function writeProgress(path: string, progress: Progress): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(progress));
  await rename(`${path}.new`, path);
}
