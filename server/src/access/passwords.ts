import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { MAX_PASSWORD, MIN_PASSWORD } from '@rearguard/shared';
import { Problem } from '../platform/http/problem.js';
import type { PasswordFault } from './domain/password-rule.js';

/** Argon2id as OWASP has it: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const SENTENCES: Record<PasswordFault, string> = {
  'too-short': `A password has at least ${MIN_PASSWORD} characters; a few words in a row are best.`,
  'too-long': `A password has at most ${MAX_PASSWORD} characters.`,
  known: 'This password is on the lists that attackers try first. Choose another.',
  guessable: 'This password is soon guessed. Take a few words that have nothing to do with you or with this room.',
};

/** Keeps passwords as Argon2id hashes. The work is done beside the event loop. */
@Injectable()
export class Passwords {
  #decoy: Promise<string> | null = null;

  /** @throws Problem 422 with the reason when the rule does not admit it */
  async hash(password: string, about: readonly string[]): Promise<string> {
    // Read when first needed: it is half a megabyte that most processes never use.
    const { passwordFault } = await import('./domain/password-rule.js');
    const fault = passwordFault(password, about);
    if (fault !== null) {
      throw new Problem(422, { code: `password-${fault}`, message: SENTENCES[fault], path: '/password' });
    }
    return hash(written(password), COST);
  }

  /** Takes as long when there is no hash to compare with, so that nobody learns by the clock which accounts exist. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await (this.#decoy ??= hash('no account has this', COST)));
    return (await verify(against, written(password))) && stored !== null;
  }
}

/** The same characters, however the keyboard composes them. */
function written(password: string): string {
  return password.normalize('NFKC');
}
