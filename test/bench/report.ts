import { isHeld, isReached, type Measured } from './figure.js';

/** What happened to one figure. */
export type Outcome = { name: string; measured: Measured[] } | { name: string; failed: string };

/** A value for people: three digits that count, and no more. */
function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

const verdict = (one: Measured): string => (isReached(one) ? 'goal' : isHeld(one) ? 'held' : 'MISSED');

/** The table for people, notes below it. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? [[outcome.name, 'FAILED', '', '', '', '']]
      : outcome.measured.map((one) => [
          one.figure,
          shown(one.value),
          one.unit,
          shown(one.floor),
          shown(one.goal),
          verdict(one),
        ]),
  );
  const all = [['figure', 'value', 'unit', 'floor', 'goal', 'floor is'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (i === 1 || i === 3 || i === 4 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(all[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)].join('\n');
}

export function notes(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? [`${outcome.name}: the run failed. ${outcome.failed}`]
      : outcome.measured.flatMap(({ figure, note }) => (note ? [`${figure}: ${note}`] : [])),
  );
}

/** One line of JSON for each figure, for programs. */
export function jsonLines(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? []
      : outcome.measured.map((one) => {
          const { figure, unit, floor, goal } = one;
          return JSON.stringify({
            figure,
            backend: 'embedded',
            value: one.value,
            unit,
            floor,
            goal,
            held: isHeld(one),
          });
        }),
  );
}
