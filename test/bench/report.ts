import { isHeld, isReached, type Measured } from './figure.js';

/** What happened to one figure. */
export type Outcome = { name: string; backend: string } & ({ measured: Measured[] } | { failed: string });

/** A value for people: three digits that count, and no more. */
function shown(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function verdict(one: Measured): string {
  if (one.floor === null) return '';
  if (!isHeld(one)) return 'MISSED';
  return one.goal !== null && isReached(one) ? 'goal' : 'held';
}

const HEAD = ['figure', 'backend', 'value', 'unit', 'floor', 'goal', 'floor is'];
/** Columns of numbers. */
const TO_THE_RIGHT = [2, 4, 5];

/** The table for people, notes below it. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? [[outcome.name, outcome.backend, 'FAILED', '', '', '', '']]
      : outcome.measured.map((one) => [
          one.figure,
          outcome.backend,
          shown(one.value),
          one.unit,
          shown(one.floor),
          shown(one.goal),
          verdict(one),
        ]),
  );
  const all = [HEAD, ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (TO_THE_RIGHT.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(all[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)].join('\n');
}

export function notes(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    'failed' in outcome
      ? [`${outcome.name}, ${outcome.backend}: the run failed. ${outcome.failed}`]
      : outcome.measured.flatMap(({ figure, note }) => (note ? [`${figure}, ${outcome.backend}: ${note}`] : [])),
  );
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
