import { isHeld, isReached, type Measured } from '../figure.js';

/** What happened to one figure on one backend. */
export type Outcome = { name: string; backend: string } & ({ measured: Measured[] } | { failed: string });

/** A value for people: three digits that count, and no more. */
export function shown(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** Whether the floor is held or the goal reached, in a word; nothing where nothing is asked. */
export function verdict(one: Measured): '' | 'missed' | 'held' | 'goal' {
  if (one.floor === null) return '';
  if (!isHeld(one)) return 'missed';
  return one.goal !== null && isReached(one) ? 'goal' : 'held';
}

/** One sentence: what is not as it should be. */
export function summary(outcomes: readonly Outcome[]): string {
  const missed = outcomes.flatMap((one) =>
    'measured' in one
      ? one.measured.filter((each) => !isHeld(each)).map(({ figure }) => `\`${figure}\` (${one.backend})`)
      : [],
  );
  const failed = outcomes.flatMap((one) => ('failed' in one ? [`\`${one.name}\` (${one.backend})`] : []));
  const sentences = [
    ...(missed.length > 0 ? [`Floors missed: ${missed.join(', ')}.`] : []),
    ...(failed.length > 0 ? [`Runs failed: ${failed.join(', ')}.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : 'Every floor is held.';
}

/** One line of JSON for each figure, for programs. */
export function jsonLines(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? []
      : outcome.measured.map((one) => {
          const { figure, value, unit, floor, goal } = one;
          return JSON.stringify({ figure, backend: outcome.backend, value, unit, floor, goal, held: isHeld(one) });
        }),
  );
}
