import type { Measured } from '../figure.js';
import { type Outcome, shown, summary, verdict } from './outcome.js';

/** Columns of numbers. */
const TO_THE_RIGHT = ['floor', 'goal'];

/** A cell for a figure of which a value is bad, good enough or as good as wished. */
function cell(one: Measured | undefined): string {
  if (one === undefined) return '';
  const said = verdict(one);
  const text = said === '' ? shown(one.value) : `${shown(one.value)} ${said}`;
  return said === 'missed' ? `**${text}**` : text;
}

/** All figures, each in one row, the backends side by side. */
export function table(outcomes: readonly Outcome[]): string {
  const backends = [...new Set(outcomes.map(({ backend }) => backend))];
  const rows = new Map<string, { of: Measured | null; by: Map<string, string> }>();
  const rowOf = (figure: string, of: Measured | null) => {
    const row = rows.get(figure) ?? { of, by: new Map<string, string>() };
    rows.set(figure, row);
    return row;
  };
  for (const outcome of outcomes) {
    if ('failed' in outcome) rowOf(outcome.name, null).by.set(outcome.backend, '**run failed**');
    else for (const one of outcome.measured) rowOf(one.figure, one).by.set(outcome.backend, cell(one));
  }
  const head = ['figure', 'unit', 'floor', 'goal', ...backends];
  const body = Array.from(rows, ([figure, { of, by }]) => [
    `\`${figure}\``,
    of?.unit ?? '',
    shown(of?.floor ?? null),
    shown(of?.goal ?? null),
    ...backends.map((backend) => by.get(backend) ?? ''),
  ]);
  return aligned(head, body);
}

/** What a reader must know of each figure. */
export function notes(outcomes: readonly Outcome[]): string {
  return outcomes
    .flatMap((outcome) =>
      'failed' in outcome
        ? [`- \`${outcome.name}\`, ${outcome.backend}: the run failed. ${outcome.failed.replaceAll(/\s+/g, ' ')}`]
        : outcome.measured.flatMap(({ figure, note }) =>
            note ? [`- \`${figure}\`, ${outcome.backend}: ${note}`] : [],
          ),
    )
    .join('\n');
}

/** The whole report. @param about when, where and how it was measured */
export const report = (about: string, outcomes: readonly Outcome[]): string =>
  [about, summary(outcomes), table(outcomes), notes(outcomes)].filter((part) => part !== '').join('\n\n');

function aligned(head: string[], body: string[][]): string {
  const right = head.map((name) => TO_THE_RIGHT.includes(name));
  const widths = head.map((_, i) => Math.max(3, ...[head, ...body].map((row) => row[i]!.length)));
  const line = (row: string[]) =>
    `| ${row.map((text, i) => (right[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = widths.map((width, i) => (right[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}
