import type { ConvoyPlan, EpochMs } from '@rearguard/shared';
import { BACK_ON_ROUTE_KM, confirmed, type Doubt, doubtAbout, OFF_ROUTE_KM, type Seen } from './belief.js';
import { FORECAST_WINDOW_MS, forecast } from './forecast.js';
import { etaIsNews, worthTellingKm } from './worth-telling.js';

/** A kilometre at an instant. */
export interface Mark {
  at: EpochMs;
  km: number;
}

/** What is remembered of the head of a column, which stands for the whole convoy. */
export interface HeadMemory {
  lastAt: EpochMs;
  /** Last report that was believed; what is derived is as of then. */
  believedAt: EpochMs;
  /** Farthest kilometre reached; less only after it has turned back. */
  km: number;
  offKm: number;
  /** Nearest to the start that it was seen before the march. */
  fromKm: number;
  /** Last mark before the march: what its mean speed is reckoned from. */
  left: Mark;
  departedAt: EpochMs | null;
  arrivedAt: EpochMs | null;
  /** Where it was when it last moved on. */
  moved: Mark & { offKm: number };
  haltedSince: EpochMs | null;
  /** Arrival expected when it halted. */
  etaAtHalt: EpochMs | null;
  speedKmh: number | null;
  /** Two marks, five to ten minutes and up to five minutes old, that the speed is taken from. */
  paced: [older: Mark, newer: Mark];
  offRouteSince: EpochMs | null;
  doubt: Doubt | null;
  doubtedAt: EpochMs | null;
  /** About every ten minutes of the last six hours. */
  trail: Mark[];
  told: HeadTold;
}

/**
 * What the last numbered change said. It is kept so that a change which the tail brings about says the same of the head,
 * wherever the head has got to meanwhile: what is told does not depend on whose report was stored first.
 */
export interface HeadTold {
  lastAt: EpochMs;
  km: number;
  offKm: number;
  departedAt: EpochMs | null;
  arrivedAt: EpochMs | null;
  haltedSince: EpochMs | null;
  offRouteSince: EpochMs | null;
  speedKmh: number | null;
  meanSpeedKmh: number | null;
  etaAt: EpochMs | null;
}

/** Departed once it is this far along its way, arrived within as much of the end. */
const AT_PLACE_KM = 1;
/** A head that has not moved by more than this for {@link HALT_MS} has halted. */
const HALT_KM = 0.2;
const HALT_MS = 10 * 60_000;
const PACE_MS = 5 * 60_000;
/** A shorter time between two places gives noise and not speed. */
const SHORTEST_PACE_MS = 60_000;
const TRAIL_EVERY_MS = 10 * 60_000;
/** A head that is heard again after as long is news. */
const SILENT_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

const NOTHING_TOLD: HeadTold = {
  lastAt: 0,
  km: 0,
  offKm: 0,
  departedAt: null,
  arrivedAt: null,
  haltedSince: null,
  offRouteSince: null,
  speedKmh: null,
  meanSpeedKmh: null,
  etaAt: null,
};

export interface HeadSeen extends Seen {
  speedKmh: number | null;
}

/** Takes a report of the head in; null when it is not newer than the last or tells nothing yet. */
export function noteHead(
  head: HeadMemory | null,
  plan: ConvoyPlan,
  lengthKm: number,
  seen: HeadSeen,
): { head: HeadMemory; changed: boolean } | null {
  if (head === null) {
    // Far from the road before the march: not off the route, but not on it yet.
    if (seen.offKm > OFF_ROUTE_KM) return null;
    const first = settled(firstMemory(plan, lengthKm, seen), lengthKm, seen);
    return { head: retoldHead(first, plan, lengthKm), changed: true };
  }
  if (seen.at <= head.lastAt) return null;
  if (head.arrivedAt !== null) return { head: { ...head, lastAt: seen.at }, changed: false };
  const doubt = head.departedAt === null ? offOnly(head, seen) : doubtAbout(head, seen, head.offRouteSince !== null);
  if (doubt !== null && !confirmed(doubt, head.doubt)) {
    return { head: { ...head, lastAt: seen.at, doubt, doubtedAt: seen.at }, changed: false };
  }
  const moved = settled(advanced(head, seen, doubt), lengthKm, seen);
  const next = withEtaAtHalt(moved, head, plan, lengthKm);
  const news = newsOf(head, next, plan, lengthKm);
  if (news === null) return { head: next, changed: false };
  const retell = news === 'turn' ? retoldHead : retoldOnTheWay;
  return { head: retell(next, plan, lengthKm), changed: true };
}

function firstMemory(plan: ConvoyPlan, lengthKm: number, seen: HeadSeen): HeadMemory {
  const mark = { at: seen.at, km: seen.km };
  // A unit that waits at the far end, or is seen before its time, has not set out because it is far along the road.
  const underWay = seen.at >= plan.plannedDepartureAt && seen.km < lengthKm - AT_PLACE_KM;
  return {
    lastAt: seen.at,
    believedAt: seen.at,
    km: seen.km,
    offKm: seen.offKm,
    fromKm: underWay ? 0 : seen.km,
    left: mark,
    departedAt: null,
    arrivedAt: null,
    moved: { ...mark, offKm: seen.offKm },
    haltedSince: null,
    etaAtHalt: null,
    speedKmh: seen.speedKmh,
    paced: [mark, mark],
    offRouteSince: null,
    doubt: null,
    doubtedAt: null,
    trail: [mark],
    told: NOTHING_TOLD,
  };
}

/** Before the march a unit may come and go along the road as it likes. */
function offOnly(head: HeadMemory, seen: Seen): Doubt | null {
  return seen.offKm > OFF_ROUTE_KM && head.offRouteSince === null ? 'off-route' : null;
}

/** The memory after a believed report, without the states that follow from it. */
function advanced(head: HeadMemory, seen: HeadSeen, doubt: Doubt | null): HeadMemory {
  const mark = { at: seen.at, km: seen.km };
  const resumed = { at: head.lastAt, km: head.km };
  if (head.departedAt === null) {
    if (seen.offKm > OFF_ROUTE_KM) {
      // It has not set out along this road, whatever kilometre lies nearest.
      const offRoute = offRouteSince(head, seen, doubt);
      return { ...head, lastAt: seen.at, believedAt: seen.at, offKm: seen.offKm, doubt, offRouteSince: offRoute };
    }
    return {
      ...head,
      lastAt: seen.at,
      believedAt: seen.at,
      km: seen.km,
      offKm: seen.offKm,
      fromKm: Math.min(head.fromKm, seen.km),
      moved: movedOn(head, seen) ? { ...mark, offKm: seen.offKm } : head.moved,
      paced: pacedBy(head.paced, mark),
      doubt,
      offRouteSince: offRouteSince(head, seen, doubt),
      // The march and its mean speed begin with the last report before it.
      left: resumed,
      trail: [resumed],
    };
  }
  const broken = doubt === 'back' || doubt === 'leap';
  const km = doubt === 'back' ? seen.km : Math.max(head.km, seen.km);
  const atKm = { at: seen.at, km };
  const onAgain = movedOn(head, seen);
  return {
    ...head,
    lastAt: seen.at,
    believedAt: seen.at,
    km,
    offKm: seen.offKm,
    moved: onAgain ? { ...mark, offKm: seen.offKm } : head.moved,
    paced: broken
      ? [atKm, atKm]
      : pacedBy(onAgain && head.haltedSince !== null ? [resumed, resumed] : head.paced, atKm),
    doubt,
    offRouteSince: offRouteSince(head, seen, doubt),
    trail: broken ? [atKm] : trailWith(head.trail, atKm),
  };
}

/** Departure, arrival, halt and speed, from the memory as it stands. */
function settled(head: HeadMemory, lengthKm: number, seen: HeadSeen): HeadMemory {
  const departedAt = head.departedAt ?? (head.km - head.fromKm > AT_PLACE_KM ? seen.at : null);
  const there = departedAt !== null && head.offRouteSince === null && head.km >= lengthKm - AT_PLACE_KM;
  const arrivedAt = there ? seen.at : null;
  const onTheWay = departedAt !== null && arrivedAt === null;
  const standsSince = seen.at - head.moved.at >= HALT_MS ? head.moved.at : null;
  const haltedSince = onTheWay ? standsSince : null;
  const standing = !onTheWay || haltedSince !== null;
  return {
    ...head,
    departedAt,
    arrivedAt,
    haltedSince,
    speedKmh: standing ? 0 : (pacedSpeed(head.paced, head) ?? seen.speedKmh),
  };
}

function withEtaAtHalt(next: HeadMemory, before: HeadMemory, plan: ConvoyPlan, lengthKm: number): HeadMemory {
  if (next.haltedSince === null) return { ...next, etaAtHalt: null };
  if (before.haltedSince !== null) return next;
  return { ...next, etaAtHalt: before.departedAt === null ? null : forecast(before, plan, lengthKm).etaAt };
}

function offRouteSince(head: HeadMemory, seen: Seen, doubt: Doubt | null): EpochMs | null {
  if (head.offRouteSince !== null) return seen.offKm < BACK_ON_ROUTE_KM ? null : head.offRouteSince;
  return doubt === 'off-route' ? (head.doubtedAt ?? seen.at) : null;
}

/** Across the line counts as well as along it: a detour is no halt. */
function movedOn(head: HeadMemory, seen: Seen): boolean {
  return Math.abs(seen.km - head.moved.km) > HALT_KM || Math.abs(seen.offKm - head.moved.offKm) > HALT_KM;
}

function pacedBy([older, newer]: [Mark, Mark], mark: Mark): [Mark, Mark] {
  return mark.at - newer.at >= PACE_MS ? [newer, mark] : [older, newer];
}

function pacedSpeed([older]: [Mark, Mark], now: { believedAt: EpochMs; km: number }): number | null {
  const took = now.believedAt - older.at;
  return took >= SHORTEST_PACE_MS ? Math.max(0, ((now.km - older.km) * HOUR_MS) / took) : null;
}

function trailWith(trail: readonly Mark[], mark: Mark): Mark[] {
  const last = trail.at(-1);
  const grown = !last || mark.at - last.at >= TRAIL_EVERY_MS ? [...trail, mark] : [...trail];
  // The newest mark before the window stays, to reckon where it was when the window began.
  const from = grown.findLastIndex((one) => one.at <= mark.at - FORECAST_WINDOW_MS);
  return from > 0 ? grown.slice(from) : grown;
}

/** What a change is made for, if for anything: with a turn everything is told anew, on the way only what is news of it. */
function newsOf(before: HeadMemory, after: HeadMemory, plan: ConvoyPlan, lengthKm: number): 'turn' | 'progress' | null {
  const turned =
    (before.departedAt === null) !== (after.departedAt === null) ||
    (before.arrivedAt === null) !== (after.arrivedAt === null) ||
    (before.haltedSince === null) !== (after.haltedSince === null) ||
    (before.offRouteSince === null) !== (after.offRouteSince === null);
  if (turned || after.lastAt - before.lastAt >= SILENT_MS) return 'turn';
  if (after.departedAt !== null && Math.abs(after.km - before.told.km) >= worthTellingKm(lengthKm)) return 'progress';
  return hasNewEta(before.told.etaAt, forecast(after, plan, lengthKm).etaAt, after) ? 'progress' : null;
}

function hasNewEta(told: EpochMs | null, expected: EpochMs | null, head: HeadMemory): boolean {
  return etaIsNews(told, expected, { now: head.believedAt, halted: head.haltedSince !== null });
}

/** As told on the way: where it is, and an expected arrival that stands until it moves by enough. */
function retoldOnTheWay(head: HeadMemory, plan: ConvoyPlan, lengthKm: number): HeadMemory {
  const next = retoldHead(head, plan, lengthKm);
  if (hasNewEta(head.told.etaAt, next.told.etaAt, head)) return next;
  return { ...next, told: { ...next.told, etaAt: head.told.etaAt } };
}

/** The memory with everything told that is known. */
export function retoldHead(head: HeadMemory, plan: ConvoyPlan, lengthKm: number): HeadMemory {
  const { lastAt, km, offKm, departedAt, arrivedAt, haltedSince, offRouteSince, speedKmh } = head;
  const { meanSpeedKmh, etaAt } = forecast(head, plan, lengthKm);
  const states = { departedAt, arrivedAt, haltedSince, offRouteSince };
  return { ...head, told: { lastAt, km, offKm, ...states, speedKmh, meanSpeedKmh, etaAt } };
}
