import {
  type Consignment,
  type Convoy,
  type EpochMs,
  type FlightRequest,
  type Incident,
  isWorse,
  type Movement,
  type Restriction,
  type RuleKind,
  type Severity,
  type Site,
} from '@rearguard/shared';
import { concerned, everything, judge, only, type WatchedKind } from './judge.js';
import { type Finding, keyOf, type RuleSubject, type RulesInForce, subjectOf } from './rule-world.js';

/** Something that happened, as it stands in the log. */
export interface PastChange {
  at: EpochMs;
  kind: WatchedKind | 'feed';
  id: string;
  /** Null: it left the picture. A feed has none: it was heard. */
  body: unknown;
}

/** One time that a rule would have called. */
export interface Episode {
  finding: Finding;
  at: EpochMs;
  severity: Severity;
  /** How often it would have called again because it worsened. */
  worsened: number;
  endedAt: EpochMs | null;
}

/**
 * What a rule would have done: the past is played through it, change by change, and between changes at each instant at
 * which time alone could have changed its mind. What began before `from` is followed, but not counted.
 */
export function rehearse(
  rule: RuleKind,
  rules: RulesInForce,
  changes: Iterable<PastChange>,
  from: EpochMs,
  to: EpochMs,
): Episode[] {
  const alone = only(rule, rules);
  const world = {
    convoys: new Map<string, Convoy>(),
    sites: new Map<string, Site>(),
    incidents: new Map<string, Incident>(),
    movements: new Map<string, Movement>(),
    flightRequests: new Map<string, FlightRequest>(),
    consignments: new Map<string, Consignment>(),
    restrictions: new Map<string, Restriction>(),
    feeds: new Map<string, EpochMs>(),
  };
  const open = new Map<string, Map<string, Episode>>();
  const due = new Map<string, EpochMs>();
  const episodes: Episode[] = [];

  const look = (subject: RuleSubject, now: EpochMs) => {
    const key = keyOf(subject);
    const mine = open.get(key) ?? new Map<string, Episode>();
    open.set(key, mine);
    const held = (cause: string) => mine.get(cause)?.severity ?? null;
    const { findings, lookAgainAt } = judge(subject, alone, { world, now, held });
    for (const finding of findings) {
      const episode = mine.get(finding.cause);
      if (!episode) {
        const begun = { finding, at: now, severity: finding.severity, worsened: 0, endedAt: null };
        mine.set(finding.cause, begun);
        if (now >= from) episodes.push(begun);
      } else if (isWorse(finding.severity, episode.severity)) {
        episode.severity = finding.severity;
        episode.worsened += 1;
      }
    }
    for (const [cause, episode] of mine) {
      if (findings.some((finding) => finding.cause === cause)) continue;
      episode.endedAt = now;
      mine.delete(cause);
    }
    if (lookAgainAt === null) due.delete(key);
    else due.set(key, lookAgainAt);
  };
  const passTime = (until: EpochMs) => {
    for (;;) {
      let next: [string, EpochMs] | null = null;
      for (const one of due) if (one[1] <= until && (next === null || one[1] < next[1])) next = one;
      if (!next) return;
      due.delete(next[0]);
      look(subjectOf(next[0]), next[1]);
    }
  };

  let begun = false;
  for (const change of changes) {
    if (change.at > to) break;
    if (change.at >= from && !begun) {
      begun = true;
      for (const subject of everything(world)) look(subject, from);
    }
    if (begun) passTime(change.at - 1);
    if (change.kind === 'feed') {
      world.feeds.set(change.id, change.at);
      if (begun) look({ type: 'feed', id: change.id }, change.at);
      continue;
    }
    const held: Map<string, unknown> = {
      convoy: world.convoys,
      site: world.sites,
      incident: world.incidents,
      movement: world.movements,
      'flight-request': world.flightRequests,
      consignment: world.consignments,
      restriction: world.restrictions,
    }[change.kind];
    if (change.body === null) held.delete(change.id);
    else held.set(change.id, change.body);
    if (begun) for (const subject of concerned(change.kind, change.id, world)) look(subject, change.at);
  }
  if (!begun) for (const subject of everything(world)) look(subject, from);
  passTime(to);
  return episodes;
}
