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

/** The convoy as everybody sees it. `stale`: whether the head's last position is older than the unit's limit. */
export function convoyOf(memory: ConvoyMemory, plan: ConvoyPlan, route: Route, stale = false): Omit<Convoy, 'version'> {
  const { head, tail } = memory;
  const first = route.waypoints[0]!.placeId;
  const last = route.waypoints.at(-1)!.placeId;
  const outlook = forecast(head, plan, route.lengthKm);
  return {
    id: plan.id,
    routeId: plan.routeId,
    reversed: plan.reversed,
    fromPlaceId: plan.reversed ? last : first,
    toPlaceId: plan.reversed ? first : last,
    state: stateOf(head),
    vehicles: plan.vehicles,
    people: plan.people,
    escort: plan.escort,
    unitIds: [...plan.unitIds, ...memory.joined],
    ...endsOf(memory, plan),
    plannedDepartureAt: toInstantOut(plan.plannedDepartureAt),
    plannedArrivalAt: toInstantOut(outlook.plannedArrivalAt),
    plannedSpeedKmh: plan.plannedSpeedKmh,
    departedAt: instantOf(head?.departedAt),
    arrivedAt: instantOf(head?.arrivedAt),
    kmTotal: route.lengthKm,
    headKm: head && hundredths(doneKm(head, route.lengthKm)),
    // Before the march, and for a tail that has run ahead of the head, the tail is where the head is.
    tailKm: head && tail ? hundredths(Math.min(tail.km, doneKm(head, route.lengthKm))) : null,
    speedKmh: roundedOrNull(head?.speedKmh ?? null),
    meanSpeedKmh: outlook.meanSpeedKmh === null ? null : hundredths(outlook.meanSpeedKmh),
    haltedSince: instantOf(head?.haltedSince),
    offRouteSince: instantOf(head?.offRouteSince),
    offRouteKm: roundedOrNull(head?.offRouteSince ? head.offKm : null),
    stale,
    lastReportAt: instantOf(head?.lastAt),
    etaAt: instantOf(outlook.etaAt),
    lateMin: outlook.etaAt === null ? null : Math.round((outlook.etaAt - outlook.plannedArrivalAt) / 60_000),
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
function doneKm(head: HeadMemory, lengthKm: number): number {
  if (head.departedAt === null) return 0;
  return head.arrivedAt === null ? head.km : lengthKm;
}

function stateOf(head: HeadMemory | null): ConvoyState {
  if (head?.arrivedAt) return 'arrived';
  return head?.departedAt ? 'departed' : 'planned';
}

function instantOf(at: EpochMs | null | undefined): string | null {
  return at === null || at === undefined ? null : toInstantOut(at);
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
