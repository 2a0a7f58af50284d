import { type AlarmQuality, SEVERITIES, SEVERITY_LIMITS } from '@rearguard/shared';
import { asks, type Raise, type Span, takenAt } from './story.js';

/** How long it took until a person acted, by severity; those that nobody raised are left out. */
export function takesOf({ to }: Span, raises: readonly Raise[]): AlarmQuality['takes'] {
  return SEVERITIES.flatMap((severity) => {
    const those = raises.filter(({ story }) => story.severity === severity);
    if (those.length === 0) return [];
    const limitMs = SEVERITY_LIMITS[severity].acknowledgeWithinMs;
    const waits = those.map((raise) => ({ raise, at: takenAt(raise) }));
    const takenS = waits
      .flatMap(({ raise, at }) => (at === null ? [] : [(at - raise.at) / 1_000]))
      .sort((a, b) => a - b);
    const late = waits.filter(
      ({ raise, at }) => limitMs !== null && (at ?? waitsUntil(raise, to)) - raise.at > limitMs,
    );
    return [
      {
        severity,
        raises: those.length,
        taken: takenS.length,
        medianS: medianOf(takenS),
        worstS: takenS.at(-1) ?? null,
        late: late.length,
        limitS: limitMs === null ? null : limitMs / 1_000,
      },
    ];
  });
}

/** One that nobody took has waited until it was raised anew, or to the end. */
function waitsUntil({ story, index }: Raise, to: number): number {
  return story.steps.slice(index + 1).find(({ action }) => asks(action))?.at ?? to;
}

/** Of sorted values. */
export function medianOf(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
