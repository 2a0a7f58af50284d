import type { EpochMs, PhaseProgress } from '@rearguard/shared';
import type { Attention, Situation } from './attention.js';
import type { Severity } from '../ui/severity.js';
import type { ConvoyView } from './convoy-view.js';

/** What stands in the wall's head: answers that this version can truly give, without words of any language. */
export interface Verdicts {
  moves: { onTheRoad: number; halted: number; people: number | null; next: ConvoyView | null };
  wrong: { worst: Attention | null; more: number };
  plan: {
    severity: Severity | null;
    state: 'on-plan' | 'behind' | 'not-begun' | 'history';
    phase: PhaseProgress | null;
    overdue: string[];
  };
  trust: {
    severity: Severity | null;
    state: 'live' | 'partly' | 'cut';
    since: EpochMs | null;
    stale: number;
    total: number;
  };
}

/** @param stale units that are older than their limit, in convoys or not */
export function verdicts(situation: Situation, rows: readonly Attention[], stale: number): Verdicts {
  const moving = situation.convoys.filter(({ convoy }) => convoy.state === 'departed');
  const counted = moving.flatMap(({ convoy }) => convoy.people ?? []);
  return {
    moves: {
      onTheRoad: moving.length,
      halted: moving.filter(({ haltedMs }) => haltedMs !== null).length,
      // A sum in which one is unknown would be a wrong number.
      people: counted.length === moving.length && moving.length > 0 ? counted.reduce((a, b) => a + b, 0) : null,
      next: situation.convoys.find(({ convoy }) => convoy.state === 'planned') ?? null,
    },
    wrong: { worst: rows[0] ?? null, more: Math.max(0, rows.length - 1) },
    plan: plan(situation),
    trust: trust(situation, stale),
  };
}

function plan({ plan: { phases: all, overdue, history } }: Situation): Verdicts['plan'] {
  if (history) return { severity: null, state: 'history', phase: null, overdue: [] };
  const phase =
    overdue[0] ?? all.find(({ status }) => status === 'active') ?? all.find(({ status }) => status === 'ahead') ?? null;
  const late = overdue.flatMap(({ open }) => open.map(({ id }) => id));
  if (late.length > 0) return { severity: 'medium', state: 'behind', phase, overdue: late };
  const begun = all.some(({ status, closed }) => status !== 'ahead' || closed > 0);
  return { severity: null, state: begun ? 'on-plan' : 'not-begun', phase, overdue: [] };
}

function trust(situation: Situation, stale: number): Verdicts['trust'] {
  const { link, units } = situation;
  const figures = { stale, total: units.total };
  if (link.state !== 'live')
    return { severity: 'high', state: 'cut', since: link.state === 'cut' ? link.since : null, ...figures };
  const silentFeed = situation.feeds.some(({ state }) => state === 'silent');
  if (silentFeed || stale > 0)
    return { severity: silentFeed ? 'high' : 'medium', state: 'partly', since: null, ...figures };
  return { severity: null, state: 'live', since: null, ...figures };
}
