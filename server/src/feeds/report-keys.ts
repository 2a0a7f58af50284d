import { hash } from 'node:crypto';

/**
 * A 64-bit key of some text, as sixteen hexadecimal digits. Two different texts share one once in 10^19: far below
 * what the storage itself promises.
 */
export function keyOf(text: string): string {
  return hash('sha1', text, 'hex').slice(0, 16);
}

/** The key as PostgreSQL's signed bigint, in decimal. */
export function keyToBigint(key: string): string {
  return BigInt.asIntN(64, BigInt(`0x${key}`)).toString();
}

/** Back from PostgreSQL's signed bigint. */
export function keyFromBigint(value: string): string {
  return BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0');
}

/** FNV-1a, to spread subjects over lanes: the same subject always takes the same lane. */
export function laneOf(subject: string, lanes: number): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < subject.length; i++) sum = Math.imul(sum ^ subject.charCodeAt(i), 0x01000193);
  return (sum >>> 0) % lanes;
}
