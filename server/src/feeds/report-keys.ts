import { hash } from 'node:crypto';

/** A 64-bit key of some text, signed, as PostgreSQL's bigint holds it. */
export type ReportKey = bigint;

/** The key of some text. Two different texts share one once in 10^19: far below what the storage itself promises. */
export function keyOf(text: string): ReportKey {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha1', text, 'hex').slice(0, 16)}`));
}

/** The key as sixteen hexadecimal digits, as answers carry it. */
export function keyToHex(key: ReportKey): string {
  return BigInt.asUintN(64, key).toString(16).padStart(16, '0');
}

/** FNV-1a, to spread subjects over lanes: the same subject always takes the same lane. */
export function laneOf(subject: string, lanes: number): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < subject.length; i++) sum = Math.imul(sum ^ subject.charCodeAt(i), 0x01000193);
  return (sum >>> 0) % lanes;
}
