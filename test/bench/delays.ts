import type { Sent } from './driver/load.js';
import { unitId } from './driver/moving-units.js';
import { must } from './figure.js';

/** Something that tells of a unit's position as of a time, and when it did. Of one unit, in the order of `at`. */
export interface Told {
  observedAt: number;
  at: number;
}

export interface Delays {
  /** From handing the request to the system until the position was told. */
  sinceSent: number[];
  /** From reading the 202. Below zero where the picture was faster than the answer. */
  sinceAccepted: number[];
}

/** Frames carry times in tenths of a second. */
const toTenth = (at: number): number => Math.round(at / 100) * 100;

/**
 * How long each accepted report took until it was told, or a newer one of its unit was: frames carry the newest only.
 * @param told by number of the unit; reports of other units are left out
 * @throws Error when a report was accepted and never told
 */
export function delaysOf(
  sent: Sent,
  load: { batch: number; units: number },
  numbers: ReadonlyMap<string, number>,
  told: ReadonlyMap<number, readonly Told[]>,
): Delays {
  const delays: Delays = { sinceSent: [], sinceAccepted: [] };
  let never = 0;
  sent.firstUnit.forEach((firstUnit, row) => {
    const observedAt = toTenth(sent.observedAt[row]!);
    for (let i = 0; i < load.batch; i++) {
      const toldOfUnit = told.get(numbers.get(unitId((firstUnit + i) % load.units)) ?? -1);
      if (!toldOfUnit) continue;
      const first = firstNotOlder(toldOfUnit, observedAt);
      if (first === null) {
        never += 1;
        continue;
      }
      delays.sinceSent.push(first.at - sent.sentAt[row]!);
      delays.sinceAccepted.push(first.at - sent.acceptedAt[row]!);
    }
  });
  must(never === 0, `${never} accepted reports were never told, nor a newer one of their unit`);
  must(delays.sinceSent.length > 0, 'no report of a noted unit was sent');
  return delays;
}

/** Times only grow, since an older report never moves a unit back. */
function firstNotOlder(told: readonly Told[], observedAt: number): Told | null {
  let from = 0;
  let to = told.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (told[middle]!.observedAt < observedAt) from = middle + 1;
    else to = middle;
  }
  return told[from] ?? null;
}

/** Groups by unit what came one after another. */
export function byUnit(rows: Iterable<{ unitNo: number; observedAt: number; at: number }>): Map<number, Told[]> {
  const units = new Map<number, Told[]>();
  for (const { unitNo, observedAt, at } of rows) {
    const list = units.get(unitNo);
    if (list) list.push({ observedAt, at });
    else units.set(unitNo, [{ observedAt, at }]);
  }
  return units;
}
