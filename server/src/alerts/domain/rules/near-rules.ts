import {
  type Convoy,
  countsAsSecurity,
  distanceKm,
  type EpochMs,
  type Incident,
  isAttack,
  isWorse,
  type LatLon,
  type Severity,
  type Site,
} from '@rearguard/shared';
import { headOf, NOTHING } from './convoy-rules.js';
import type { Asked, Finding, Judged, RuleInForce, RulesInForce } from './rule-world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was near is let go only this much further out. */
const LET_GO_KM_MORE = 5;

/** Attacks that lie within reach of a convoy on the road. Its own are told by their own alert. */
export function judgeNearConvoy(convoy: Convoy, rules: RulesInForce, asked: Asked): Judged {
  const rule = rules.incident_near;
  const head = convoy.state === 'departed' ? headOf(convoy) : null;
  if (!rule.on || head === null) return NOTHING;
  const subject = { type: 'convoy' as const, id: convoy.id };
  const others = [...asked.world.incidents.values()].filter((one) => !one.convoyIds.includes(convoy.id));
  return near(subject, head, others, rule.limits['convoyKm']!, rule, asked);
}

/** Attacks that lie within reach of a site that still has people. */
export function judgeNearSite(site: Site, rules: RulesInForce, asked: Asked): Judged {
  const rule = rules.incident_near;
  if (!rule.on || site.state === 'closed') return NOTHING;
  const subject = { type: 'site' as const, id: site.id };
  const others = [...asked.world.incidents.values()].filter((one) => !one.siteIds.includes(site.id));
  return near(subject, site, others, rule.limits['siteKm']!, rule, asked);
}

function near(
  subject: { type: 'convoy' | 'site'; id: string },
  place: LatLon,
  incidents: readonly Incident[],
  reachKm: number,
  rule: RuleInForce,
  { now, held }: Asked,
): Judged {
  const findings: Finding[] = [];
  const ends: EpochMs[] = [];
  for (const one of incidents) {
    const from = Date.parse(one.observedAt);
    const until = Date.parse(one.lastObservedAt) + rule.limits['withinH']! * HOUR_MS;
    if (!isAttack(one.kind) || one.lat === null || one.lon === null || from > now || until <= now) continue;
    const cause = `incident_near ${subject.type}:${subject.id} incident:${one.id}`;
    const km = distanceKm(place, { lat: one.lat, lon: one.lon });
    if (km > reachKm + (held(cause) === null ? 0 : LET_GO_KM_MORE)) continue;
    ends.push(until);
    findings.push({
      rule: 'incident_near',
      cause,
      severity: severityOf(one.severity),
      subjects: [subject, { type: 'incident', id: one.id }],
      facts: { incidentKind: one.kind, distanceKm: Math.round(km * 10) / 10, positionBasis: one.positionBasis },
      observedAt: from,
      at: { lat: one.lat, lon: one.lon, place: one.place },
    });
  }
  return { findings, lookAgainAt: ends.length === 0 ? null : Math.min(...ends) };
}

/** Who is only near is warned; the incident's own alert is the one that can be critical. */
function severityOf(severity: Severity): Severity {
  return isWorse(severity, 'medium') ? 'high' : 'medium';
}

/** Security events around a site that is to close, against the days before (SR-56). */
export function judgeTrend(site: Site, rules: RulesInForce, { world, now, held }: Asked): Judged {
  const rule = rules.security_worse;
  const closing = site.state === 'closing' || site.plannedOn !== null;
  if (!rule.on || !closing || site.state === 'closed') return NOTHING;
  const spanMs = rule.limits['spanDays']! * DAY_MS;
  const times: EpochMs[] = [];
  for (const one of world.incidents.values()) {
    const at = Date.parse(one.observedAt);
    if (at > now || at <= now - 2 * spanMs || !countsAsSecurity(one.kind)) continue;
    const isNear =
      one.siteIds.includes(site.id) ||
      (one.lat !== null &&
        one.lon !== null &&
        distanceKm(site, { lat: one.lat, lon: one.lon }) <= rule.limits['aroundKm']!);
    if (isNear) times.push(at);
  }
  const newer = times.filter((at) => at > now - spanMs).length;
  const older = times.length - newer;
  const cause = `security_worse site:${site.id}`;
  // Each of them leaves one span and then the other; every such instant can end it.
  const turns = times.flatMap((at) => [at + spanMs, at + 2 * spanMs]).filter((at) => at > now);
  const lookAgainAt = turns.length === 0 ? null : Math.min(...turns);
  const least = rule.limits['leastCount']! - (held(cause) === null ? 0 : 1);
  if (newer < least || newer < older * rule.limits['times']!) return { findings: [], lookAgainAt };
  const finding: Finding = {
    rule: 'security_worse',
    cause,
    severity: 'high',
    subjects: [{ type: 'site', id: site.id }],
    facts: { newer, older, spanDays: rule.limits['spanDays']!, aroundKm: rule.limits['aroundKm']! },
    observedAt: now,
    at: { lat: site.lat, lon: site.lon },
  };
  return { findings: [finding], lookAgainAt };
}

/** How near a site a place is to be its gate. */
const AT_SITE_KM = 5;
/** A convoy that is to leave later than this is not held yet. */
const ABOUT_TO_LEAVE_MS = 12 * HOUR_MS;

/** Nobody leaves by a gate that is blocked, until a later report says that it is free (SR-59). */
export function judgeGate(convoy: Convoy, rules: RulesInForce, { world, now }: Asked): Judged {
  if (!rules.gate_blocked.on || convoy.state !== 'planned') return NOTHING;
  const leavesAt = Date.parse(convoy.plannedDepartureAt) - ABOUT_TO_LEAVE_MS;
  const findings: Finding[] = [];
  for (const site of sitesAtStart(convoy, world.sites)) {
    const blocking = [...world.incidents.values()].find(
      (one) => one.demonstration?.gateBlocked === true && one.siteIds.includes(site.id),
    );
    if (!blocking || now < leavesAt) continue;
    findings.push({
      rule: 'gate_blocked',
      cause: `gate_blocked convoy:${convoy.id}`,
      severity: 'high',
      subjects: [
        { type: 'convoy', id: convoy.id },
        { type: 'site', id: site.id },
        { type: 'incident', id: blocking.id },
      ],
      facts: { plannedDepartureAt: convoy.plannedDepartureAt, size: blocking.demonstration?.size ?? null },
      observedAt: Date.parse(blocking.lastObservedAt),
      at: { lat: site.lat, lon: site.lon },
    });
  }
  return { findings: findings.slice(0, 1), lookAgainAt: leavesAt > now ? leavesAt : null };
}

function sitesAtStart(convoy: Convoy, sites: ReadonlyMap<string, Site>): Site[] {
  const start = headOf({ ...convoy, headKm: 0 })!;
  return [...sites.values()].filter((site) => distanceKm(site, start) <= AT_SITE_KM || site.id === convoy.fromPlaceId);
}
