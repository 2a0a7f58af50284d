import { DOSSIER_KINDS, type EpochMs, type Incident, RULE_KINDS, type RuleKind, toInstantOut } from '@rearguard/shared';
import { PHASES } from '../../../theatre/phases.js';
import { judgeConvoy, NOTHING } from './convoy-rules.js';
import { judgePhase, judgeSiteDeadline } from './deadline-rules.js';
import { judgeGate, judgeNearConvoy, judgeNearSite, judgeTrend } from './near-rules.js';
import { judgeMovement } from './movement-rules.js';
import { judgeGuard } from './protection-rules.js';
import { judgeConsignment, judgeFlight } from './dossier-rules.js';
import {
  type Asked,
  type Finding,
  type Judged,
  type RuleSubject,
  type RulesInForce,
  type RuleWorld,
} from './rule-world.js';
import { severityAt, stepsOf } from './steps.js';

const MINUTE_MS = 60_000;
/** A silent feed is looked at this often in the time of its limit. */
const LOOKS_A_LIMIT = 3;

/** What all rules say of one subject, and when time alone may change it. Pure: the same again says the same. */
export function judge(subject: RuleSubject, rules: RulesInForce, asked: Asked): Judged {
  const judged = partsOf(subject, rules, asked);
  const times = judged.flatMap(({ lookAgainAt }) => lookAgainAt ?? []);
  return {
    findings: judged.flatMap(({ findings }) => findings),
    lookAgainAt: times.length === 0 ? null : Math.max(asked.now + 1, Math.min(...times)),
  };
}

/** Kinds of changes that rules look at. */
export const WATCHED_KINDS = ['convoy', 'site', 'incident', ...DOSSIER_KINDS] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];

/** Whom a change concerns: an incident all who may be near it, a site the phase it belongs to. */
export function concerned(kind: WatchedKind, id: string, world: RuleWorld): RuleSubject[] {
  if (kind === 'movement' || kind === 'flight-request' || kind === 'consignment') return [{ type: kind, id }];
  if (kind === 'restriction') return dossiersOf(world).filter(({ type }) => type === 'flight-request');
  if (kind === 'convoy') {
    const subject: RuleSubject = { type: 'convoy', id };
    // From now on somebody should be heard.
    return world.convoys.get(id)?.state === 'departed' ? [subject, { type: 'feed', id: 'positions' }] : [subject];
  }
  const phases = PHASES.map((phase): RuleSubject => ({ type: 'phase', id: phase.id }));
  if (kind === 'site') return [{ type: 'site', id }, ...phases.filter((phase) => hasSite(phase.id, id))];
  const convoys = [...world.convoys.values()].filter(({ state }) => state !== 'arrived');
  return [
    ...convoys.map((convoy): RuleSubject => ({ type: 'convoy', id: convoy.id })),
    ...[...world.sites.keys()].map((siteId): RuleSubject => ({ type: 'site', id: siteId })),
  ];
}

/** Everything there is to look at. */
export function everything(world: RuleWorld): RuleSubject[] {
  return [
    ...[...world.convoys.keys()].map((id): RuleSubject => ({ type: 'convoy', id })),
    ...[...world.sites.keys()].map((id): RuleSubject => ({ type: 'site', id })),
    ...PHASES.map(({ id }): RuleSubject => ({ type: 'phase', id })),
    { type: 'feed', id: 'positions' },
    ...dossiersOf(world),
  ];
}

function dossiersOf(world: RuleWorld): RuleSubject[] {
  return [
    ...[...world.movements.keys()].map((id): RuleSubject => ({ type: 'movement', id })),
    ...[...world.flightRequests.keys()].map((id): RuleSubject => ({ type: 'flight-request', id })),
    ...[...world.consignments.keys()].map((id): RuleSubject => ({ type: 'consignment', id })),
  ];
}

/** All rules switched off but one, to see what it alone does. */
export function only(rule: RuleKind, rules: RulesInForce): RulesInForce {
  const entries = RULE_KINDS.map((kind) => [kind, { ...rules[kind], on: kind === rule }] as const);
  return Object.fromEntries(entries) as unknown as RulesInForce;
}

/** An incident older than this is near nobody and in no trend. */
export const OLDEST_INCIDENT_MS = 60 * 86_400_000;

export function counts(incident: Incident, now: EpochMs): boolean {
  return Date.parse(incident.lastObservedAt) > now - OLDEST_INCIDENT_MS;
}

function partsOf(subject: RuleSubject, rules: RulesInForce, asked: Asked): Judged[] {
  const { world } = asked;
  switch (subject.type) {
    case 'convoy': {
      const convoy = world.convoys.get(subject.id);
      if (!convoy) return [];
      const around = [judgeNearConvoy(convoy, rules, asked), judgeGate(convoy, rules, asked)];
      return [...judgeConvoy(convoy, rules, asked), ...around];
    }
    case 'site': {
      const site = world.sites.get(subject.id);
      if (!site) return [];
      const judges = [judgeSiteDeadline, judgeNearSite, judgeTrend];
      return [...judges.map((one) => one(site, rules, asked)), judgeGuard(site, rules)];
    }
    case 'phase': {
      const phase = PHASES.find(({ id }) => id === subject.id);
      return phase ? [judgePhase(phase, rules, asked)] : [];
    }
    case 'movement': {
      const movement = world.movements.get(subject.id);
      return movement ? judgeMovement(movement, rules, asked) : [];
    }
    case 'flight-request': {
      const request = world.flightRequests.get(subject.id);
      return request ? judgeFlight(request, rules, asked) : [];
    }
    case 'consignment': {
      const consignment = world.consignments.get(subject.id);
      return consignment ? judgeConsignment(consignment, rules, asked) : [];
    }
    case 'feed':
      return [judgeFeed(subject.id, rules, asked)];
  }
}

/** While a convoy is on the road somebody should be heard; without one silence is no news, and nobody looks. */
function judgeFeed(feed: string, rules: RulesInForce, { world, now }: Asked): Judged {
  const rule = rules.feed_silent;
  const awaited = [...world.convoys.values()].some(({ state }) => state === 'departed');
  if (!rule.on || !awaited) return NOTHING;
  const [step] = stepsOf('feed_silent', rule);
  const limitMs = step!.above * MINUTE_MS;
  const lastAt = world.feeds.get(feed);
  if (lastAt === undefined) return { findings: [], lookAgainAt: now + limitMs };
  const lookAgainAt = Math.max(now + limitMs / LOOKS_A_LIMIT, lastAt + limitMs);
  const silentMin = (now - lastAt) / MINUTE_MS;
  const severity = severityAt(silentMin, [step!], null);
  if (severity === null) return { findings: [], lookAgainAt };
  const subjects = [{ type: 'feed' as const, id: feed }];
  const facts = { silentMin: Math.floor(silentMin), lastReceivedAt: toInstantOut(lastAt) };
  const cause = `feed_silent feed:${feed}`;
  const finding: Finding = { rule: 'feed_silent', cause, severity, subjects, facts, observedAt: lastAt };
  return { findings: [finding], lookAgainAt };
}

function hasSite(phaseId: string, siteId: string): boolean {
  return PHASES.find(({ id }) => id === phaseId)!.siteIds.includes(siteId);
}
