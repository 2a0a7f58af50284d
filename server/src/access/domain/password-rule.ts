import { MAX_PASSWORD, MIN_PASSWORD } from '@rearguard/shared';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Of 0 to 4; 3 is more than a hundred million guesses, which the back-off makes years of. */
const LEAST_SCORE = 3;
/** Words that whoever attacks this room tries first. */
const OF_THE_ROOM = ['rearguard', 'minusma', 'mali', 'bamako', 'gao', 'timbuktu', 'kidal', 'withdrawal', 'operations'];

/** Why a password is not taken. */
export type PasswordFault = 'too-short' | 'too-long' | 'known' | 'guessable';

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
const KNOWN = new Set(Object.values(dictionary).flatMap((words) => words));

/**
 * The rule: long enough, not one of some fifty thousand passwords that were stolen elsewhere or made of them, of a keyboard's
 * rows, of the person's name or the room's. No kinds of characters are asked for, and nothing runs out.
 * @param about words that must not carry it, such as the person's name
 */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD) return 'too-short';
  if (length > MAX_PASSWORD) return 'too-long';
  if (KNOWN.has(password.toLowerCase())) return 'known';
  const words = about.flatMap((word) => [word, ...word.split(/[\s.'-]+/u)]).filter((word) => word.length > 2);
  return estimator.check(password, [...words, ...OF_THE_ROOM]).score < LEAST_SCORE ? 'guessable' : null;
}
