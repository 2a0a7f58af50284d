import { type AlarmQuality, type AlertAction, STALE_AFTER_H, toInstantOut } from '@rearguard/shared';
import { HOUR_MS } from './load.js';
import { isClosed, type Span, type Story, type StoryStep } from './story.js';

/** Taking an alert and closing it changes nothing in the world. */
const NO_ACTS = [
  'acknowledge',
  'resolve',
  'false-report',
  'reopen',
  'undo',
  'unshelve',
] as const satisfies AlertAction[];

/** Open at the end of the time, and for longer than a day. */
export function staleOf(stories: readonly Story[], { to }: Span): AlarmQuality['stale'] {
  return stories
    .flatMap(({ id, kind, ruleId, subjects, severity, steps }) => {
      const last = lastBefore(steps, to);
      const raisedAt = steps[0]?.at;
      if (last === undefined || raisedAt === undefined || isClosed(last.to)) return [];
      const openH = (to - raisedAt) / HOUR_MS;
      if (openH <= STALE_AFTER_H) return [];
      const { to: state } = last;
      return [{ alertId: id, kind, ruleId, subjects, severity, state, raisedAt: toInstantOut(raisedAt), openH }];
    })
    .sort((a, b) => b.openH - a.openH);
}

/** By rule, how many of the alerts that ended in the time asked for nothing: nobody acted, or it was not true. */
export function unactedOf(stories: readonly Story[], span: Span): AlarmQuality['unacted'] {
  const rules = new Map<Story['ruleId'], { closed: number; nothingDone: number; falseReports: number }>();
  for (const { ruleId, steps } of stories) {
    const end = lastBefore(steps, span.to);
    // A merged one lives on in its main alert.
    if (end === undefined || !isClosed(end.to) || end.to === 'merged' || end.at < span.from) continue;
    const counts = rules.get(ruleId) ?? { closed: 0, nothingDone: 0, falseReports: 0 };
    counts.closed += 1;
    if (end.to === 'false_report') counts.falseReports += 1;
    else if (!steps.some((step) => step.at <= end.at && isAct(step))) counts.nothingDone += 1;
    rules.set(ruleId, counts);
  }
  return [...rules]
    .map(([ruleId, counts]) => ({
      ruleId,
      ...counts,
      share: (counts.nothingDone + counts.falseReports) / counts.closed,
    }))
    .sort((a, b) => b.share - a.share || b.closed - a.closed);
}

function isAct({ byPerson, action }: StoryStep): boolean {
  return byPerson && action !== 'raise' && !(NO_ACTS as readonly string[]).includes(action);
}

function lastBefore(steps: readonly StoryStep[], to: number): StoryStep | undefined {
  return steps.findLast(({ at }) => at < to);
}
