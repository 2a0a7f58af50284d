import type { PositionReport } from '@rearguard/shared';
import type { ReportKey } from '../report-keys.js';

const numbers = new Float64Array(1);
// Signed: these are small integers to the engine, and unsigned ones would each be an object.
const words = new Int32Array(numbers.buffer);
const halves = new Int32Array(2);
const whole = new BigInt64Array(halves.buffer);

/** Two 32-bit sums, mixed with different constants (those of MurmurHash3), make one 64-bit key. */
class Mixer {
  #a = 0x9747b28c | 0;
  #b = 0x3c6ef372;

  word(value: number): void {
    this.#a = (Math.imul(rotated(this.#a ^ Math.imul(value, 0xcc9e2d51), 13), 5) + 0xe6546b64) | 0;
    this.#b = (Math.imul(rotated(this.#b ^ Math.imul(value, 0x1b873593), 15), 9) + 0x85ebca6b) | 0;
  }

  number(value: number | undefined): void {
    // An absent number is told from every present one: no field of a report may be NaN.
    numbers[0] = value ?? Number.NaN;
    this.word(words[0]!);
    this.word(words[1]!);
  }

  text(value: string | undefined): void {
    this.word(value === undefined ? -1 : value.length);
    for (let i = 0; value !== undefined && i < value.length; i++) this.word(value.charCodeAt(i));
  }

  key(): ReportKey {
    halves[1] = final(this.#a ^ this.#b);
    halves[0] = final(Math.imul(this.#b, 3) ^ this.#a);
    return whole[0]!;
  }
}

/**
 * Key of what a report says, whatever its id. Not a cryptographic hash: it tells repeats of one
 * unit apart at a twentieth of the cost, and who may send reports could send false ones anyway.
 */
export function contentKeyOf(report: PositionReport): ReportKey {
  const mixer = new Mixer();
  mixer.text(report.unitId);
  mixer.number(report.lat);
  mixer.number(report.lon);
  mixer.number(report.observedAt);
  mixer.number(report.speedKmh);
  mixer.number(report.courseDeg);
  mixer.number(report.altitudeM);
  mixer.number(report.accuracyM);
  mixer.text(report.convoyId);
  mixer.text(report.callsign);
  mixer.text(report.symbol);
  return mixer.key();
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function final(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
