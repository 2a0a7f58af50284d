import {
  ALERT_RULE_TABLE,
  type Consignment,
  type Convoy,
  type FlightRequest,
  type Incident,
  type Movement,
  type Restriction,
  RULE_KINDS,
  type RuleKind,
  type Site,
  toInstantOut,
} from '@rearguard/shared';
import type { RulesInForce, RuleWorld } from '../alerts/domain/rules/rule-world.js';
import { NEW_CONVOY, convoyOf } from '../movements/domain/convoy.js';
import { routeOf } from '../theatre/index.js';
import { SITE_PLANS } from '../theatre/sites.js';

export const NOW = Date.parse('2023-08-13T12:00:00Z');

/** A convoy halfway from Ber to Timbuktu with which nothing is wrong. */
export function aConvoy(over: Partial<Convoy> = {}): Convoy {
  const plan = {
    id: 'BER-01',
    routeId: 'msr-timbuktu-ber',
    reversed: true,
    vehicles: 43,
    people: 200,
    escort: null,
    plannedDepartureAt: NOW - 6 * 3_600_000,
    plannedSpeedKmh: 10,
    unitIds: ['BER-H'],
  };
  const planned = convoyOf(NEW_CONVOY, plan, routeOf(plan.routeId));
  const heard = { state: 'departed' as const, headKm: 28, lastReportAt: toInstantOut(NOW), lateMin: 0 };
  return { ...planned, version: 1, ...heard, ...over };
}

/** Of Kidal. */
export function aSite(over: Partial<Site> = {}): Site {
  const plan = SITE_PLANS.find(({ id }) => id === 'kidal')!;
  const outcome = { state: 'open' as const, lastDepartureOn: null, handedOverOn: null, plannedOn: null };
  return { ...plan, version: 1, ...outcome, ...over };
}

/** Near where {@link aConvoy} is, an hour ago. */
export function anIncident(over: Partial<Incident> = {}): Incident {
  const at = toInstantOut(NOW - 3_600_000);
  return {
    id: 'INC-1',
    version: 1,
    kind: 'clash',
    severity: 'high',
    text: 'shots',
    observedAt: at,
    receivedAt: at,
    lastObservedAt: at,
    syntheticTime: false,
    lat: 16.8,
    lon: -2.77,
    positionBasis: 'given',
    placeId: null,
    place: null,
    placeNote: null,
    actor: null,
    convoyIds: [],
    siteIds: [],
    casualties: [],
    methane: null,
    demonstration: null,
    falseContent: null,
    alertId: null,
    reports: 1,
    sources: [],
    ...over,
  };
}

export function worldOf(given: {
  convoys?: Convoy[];
  sites?: Site[];
  incidents?: Incident[];
  feeds?: [string, number][];
  movements?: Movement[];
  flightRequests?: FlightRequest[];
  consignments?: Consignment[];
  restrictions?: Restriction[];
}): RuleWorld {
  const byId = <Body extends { id: string }>(bodies: Body[] = []) => new Map(bodies.map((body) => [body.id, body]));
  return {
    convoys: byId(given.convoys),
    sites: byId(given.sites),
    incidents: byId(given.incidents),
    movements: byId(given.movements),
    flightRequests: byId(given.flightRequests),
    consignments: byId(given.consignments),
    restrictions: byId(given.restrictions),
    feeds: new Map(given.feeds),
  };
}

/** All rules as they are before anybody changes them. */
export function standardRules(over: Partial<Record<RuleKind, Record<string, number>>> = {}): RulesInForce {
  const entries = RULE_KINDS.map((kind) => {
    const standard = Object.entries(ALERT_RULE_TABLE[kind].limits).map(
      ([name, limit]) => [name, limit.standard] as const,
    );
    return [kind, { on: true, limits: { ...Object.fromEntries<number>(standard), ...over[kind] } }] as const;
  });
  return Object.fromEntries(entries) as unknown as RulesInForce;
}
