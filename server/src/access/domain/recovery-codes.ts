import { randomInt } from 'node:crypto';

const COUNT = 10;
/** Without characters that are taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 6;
const GROUP_LENGTH = 4;

/** Codes for when the telephone is lost, each good once: 118 bits, `x3kd-…`. */
export function freshRecoveryCodes(): string[] {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: COUNT }, () => Array.from({ length: GROUPS }, group).join('-'));
}

/** A recovery code as it is hashed, however it was typed; null when it cannot be one. */
export function recoveryCodeIn(typed: string): string | null {
  const bare = typed.toLowerCase().replace(/[\s-]/g, '');
  return bare.length === GROUPS * GROUP_LENGTH && /^[a-z0-9]+$/.test(bare) ? bare : null;
}
