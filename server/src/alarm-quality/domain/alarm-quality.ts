import { type AlarmQuality, toInstantOut } from '@rearguard/shared';
import { flappingOf, topOf } from './causes.js';
import { staleOf, unactedOf } from './ends.js';
import { floodsOf, HOUR_MS, loadOf } from './load.js';
import { raisesOf, type Span, type Story, type Watch } from './story.js';
import { takesOf } from './takes.js';

/**
 * How well the alerts of a time served those who work them off.
 * @param stories every alert of which a step lies in the time, or that is open at its end
 * @param watches who stood at the desk, each a span
 */
export function alarmQuality(span: Span, stories: readonly Story[], watches: readonly Watch[]): AlarmQuality {
  const raises = raisesOf(stories, span);
  return {
    from: toInstantOut(span.from),
    to: toInstantOut(span.to),
    hours: (span.to - span.from) / HOUR_MS,
    raises: raises.length,
    load: loadOf(span, raises, watches),
    floods: floodsOf(span, raises),
    takes: takesOf(span, raises),
    flapping: flappingOf(raises),
    stale: staleOf(stories, span),
    unacted: unactedOf(stories, span),
    ...topOf(raises),
  };
}
