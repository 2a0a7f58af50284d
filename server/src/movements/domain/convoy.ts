import {
  type Convoy,
  type ConvoyPlan,
  type ConvoyState,
  type EpochMs,
  type LatLon,
  type Route,
  toInstantOut,
} from '@rearguard/shared';
import { plannedArrivalAt } from './forecast.js';
import { type HeadMemory, type HeadTold, noteHead, retoldHead } from './head.js';
import { locate, type RouteLine } from './route-line.js';
import { noteTail, type TailMemory } from './tail.js';

/** A report of one unit, as far as a convoy is concerned. */
export interface ConvoyReport extends LatLon {
  unitId: string;
  observedAt: EpochMs;
  speedKmh: number | null;
}

/**
 * What is remembered of a convoy: plain, of bounded size, and all that its picture is derived from.
 *
 * Law: only reports of the head move what is said of the head, and only those of the tail what is said of the tail. So
 * the memory depends on the order of each unit's own reports, and not on how those of different units interleave.
 */
export interface ConvoyMemory {
  /** Set by the first report when the plan names no unit. */
  firstUnitId: string | null;
  /** Units that report for it without being named in the plan, in the order of their ids. */
  joined: string[];
  head: HeadMemory | null;
  tail: TailMemory | null;
}

export interface Tracked {
  memory: ConvoyMemory;
  /** True when something happened that is worth a numbered change. */
  changed: boolean;
}

/** More units than this are not listed with a convoy. */
const MAX_JOINED = 200;

export const NEW_CONVOY: ConvoyMemory = Object.freeze({ firstUnitId: null, joined: [], head: null, tail: null });

/**
 * Takes one report in. A report that is not newer than the unit's last changes nothing, wherever it puts the unit.
 * The result is the same object when nothing changed.
 */
export function trackConvoy(memory: ConvoyMemory, plan: ConvoyPlan, line: RouteLine, report: ConvoyReport): Tracked {
  const present = withUnit(memory, plan, report.unitId);
  const { headUnitId, tailUnitId } = endsOf(present, plan);
  if (report.unitId === headUnitId) {
    const found = locate(line, report, present.head?.km ?? null);
    const noted = noteHead(present.head, plan, line.lengthKm, {
      ...found,
      at: report.observedAt,
      speedKmh: report.speedKmh,
    });
    if (!noted) return { memory: present, changed: present !== memory };
    return { memory: { ...present, head: noted.head }, changed: noted.changed || present !== memory };
  }
  if (report.unitId === tailUnitId) {
    const found = locate(line, report, present.tail?.km ?? null);
    const noted = noteTail(present.tail, line.lengthKm, { ...found, at: report.observedAt });
    if (!noted) return { memory: present, changed: present !== memory };
    return { memory: { ...present, tail: noted.tail }, changed: noted.changed || present !== memory };
  }
  return { memory: present, changed: present !== memory };
}

/** The memory with everything told that is known, for who makes a change of the convoy for a reason of their own. */
export function retold(memory: ConvoyMemory, plan: ConvoyPlan, lengthKm: number): ConvoyMemory {
  return {
    ...memory,
    head: memory.head && retoldHead(memory.head, plan, lengthKm),
    tail: memory.tail && { ...memory.tail, toldKm: memory.tail.km },
  };
}

/**
 * The convoy as everybody is told of it: as of the last report that was worth a change, for head and tail each. `stale`:
 * whether the head's last position is older than the unit's limit.
 */
export function convoyOf(memory: ConvoyMemory, plan: ConvoyPlan, route: Route, stale = false): Omit<Convoy, 'version'> {
  const told = memory.head?.told ?? null;
  const first = route.waypoints[0]!.placeId;
  const last = route.waypoints.at(-1)!.placeId;
  const dueAt = plannedArrivalAt(plan, route.lengthKm);
  const doneKm = told && doneKmOf(told, route.lengthKm);
  return {
    id: plan.id,
    routeId: plan.routeId,
    reversed: plan.reversed,
    fromPlaceId: plan.reversed ? last : first,
    toPlaceId: plan.reversed ? first : last,
    state: stateOf(told),
    vehicles: plan.vehicles,
    people: plan.people,
    escort: plan.escort,
    unitIds: [...plan.unitIds, ...memory.joined],
    ...endsOf(memory, plan),
    plannedDepartureAt: toInstantOut(plan.plannedDepartureAt),
    plannedArrivalAt: toInstantOut(dueAt),
    plannedSpeedKmh: plan.plannedSpeedKmh,
    departedAt: instantOf(told?.departedAt),
    arrivedAt: instantOf(told?.arrivedAt),
    kmTotal: route.lengthKm,
    headKm: hundredthsOrNull(doneKm),
    // Before the march, and for a tail that has run ahead of the head, the tail is where the head is.
    tailKm: hundredthsOrNull(doneKm !== null && memory.tail ? Math.min(memory.tail.toldKm, doneKm) : null),
    speedKmh: roundedOrNull(told?.speedKmh ?? null),
    meanSpeedKmh: hundredthsOrNull(told?.meanSpeedKmh ?? null),
    haltedSince: instantOf(told?.haltedSince),
    offRouteSince: instantOf(told?.offRouteSince),
    offRouteKm: roundedOrNull(told?.offRouteSince ? told.offKm : null),
    stale,
    lastReportAt: instantOf(told?.lastAt),
    etaAt: instantOf(told?.etaAt),
    lateMin: told && told.etaAt !== null ? Math.round((told.etaAt - dueAt) / 60_000) : null,
  };
}

/**
 * Head and tail of the column: first and last unit of the plan. A lone unit is the head; without any in the plan the
 * first to report is.
 */
export function endsOf(
  memory: ConvoyMemory,
  plan: ConvoyPlan,
): { headUnitId: string | null; tailUnitId: string | null } {
  return {
    headUnitId: plan.unitIds[0] ?? memory.firstUnitId,
    tailUnitId: plan.unitIds.length > 1 ? plan.unitIds.at(-1)! : null,
  };
}

function withUnit(memory: ConvoyMemory, plan: ConvoyPlan, unitId: string): ConvoyMemory {
  if (plan.unitIds.includes(unitId) || memory.joined.includes(unitId)) return memory;
  if (memory.joined.length >= MAX_JOINED) return memory;
  const firstUnitId = plan.unitIds.length === 0 ? (memory.firstUnitId ?? unitId) : null;
  return { ...memory, firstUnitId, joined: [...memory.joined, unitId].sort() };
}

/** Kilometres done: none before departure, all on arrival, whose last kilometre counts as the place itself. */
function doneKmOf(told: HeadTold, lengthKm: number): number {
  if (told.departedAt === null) return 0;
  return told.arrivedAt === null ? told.km : lengthKm;
}

function stateOf(told: HeadTold | null): ConvoyState {
  if (told?.arrivedAt) return 'arrived';
  return told?.departedAt ? 'departed' : 'planned';
}

function instantOf(at: EpochMs | null | undefined): string | null {
  return at === null || at === undefined ? null : toInstantOut(at);
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

function hundredthsOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
