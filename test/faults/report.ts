import type { Fault } from './plan.js';
import { wordsOf } from './plan.js';
import type { Done, Progress, Violation } from './progress.js';
import type { Outcome } from './trial.js';

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

/** One line for one fault. */
export function lineOf(fault: Fault, { recoveryMs, stored, repeated, violations }: Outcome, last: number): string {
  const number = `${String(fault.number).padStart(String(last).length)}/${last}`;
  const what = wordsOf(fault).padEnd(46);
  const well = violations.length === 0 ? 'ok' : 'VIOLATED';
  return `${number}  ${what} ${well}, whole after ${seconds(recoveryMs)} s, ${stored} reports, ${repeated} batches again`;
}

/** A violation, and how to see it again. */
export function linesOf({ number, topology, fault, what, folder }: Violation, { seed }: Progress): string[] {
  return [
    `Fault ${number} (${fault}, ${topology}) violated what must hold:`,
    ...what.map((each) => `  ${each}`),
    `The same fault again: npm run faults -- --topology ${topology} --seed ${seed} --from ${number} --count 1`,
    `What the programs wrote is in ${folder}`,
  ];
}

/** What a run found, for people. */
export function tableOf(progress: Progress): string[] {
  const { done, violations } = progress;
  const groups = progress.topologies.flatMap((topology) => {
    const mine = done.filter((one) => one.topology === topology);
    const kinds = [...new Set(mine.map(({ kind }) => kind))].sort();
    const each = kinds.map((kind) => [`${topology} ${kind}`, mine.filter((one) => one.kind === kind)] as const);
    return [...each, [`${topology} all`, mine] as const];
  });
  const rows = groups.map(([name, mine]) => [name, mine.length, ...figuresOf(mine)]);
  const head = ['fault', 'count', 'whole p50 s', 'p99 s', 'worst s', 'door p99 s', 'mean s'];
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, column) => (column === 0 ? String(cell).padEnd(18) : String(cell).padStart(12))).join('');
  const tookMs = done.reduce((sum, one) => sum + one.tookMs, 0);
  return [
    line(head),
    ...rows.map(line),
    '',
    `reports sent ${progress.sent} (repeats included), answered 202 ${progress.accepted}, stored ${progress.stored}`,
    `batches sent again ${progress.repeated}; ${done.length} faults in ${(tookMs / 60_000).toFixed(1)} minutes`,
    `violations: ${violations.length}`,
  ];
}

function figuresOf(done: readonly Done[]): string[] {
  const recoveries = done.map(({ recoveryMs }) => recoveryMs);
  const doors = done.map(({ doorMs }) => doorMs);
  const mean = done.reduce((sum, { tookMs }) => sum + tookMs, 0) / done.length;
  return [...[0.5, 0.99, 1].map((share) => at(recoveries, share)), at(doors, 0.99), done.length ? seconds(mean) : '–'];
}

/** @param share of the sorted values below it; 1 is the largest */
function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted.length === 0 ? '–' : seconds(sorted[Math.max(0, place)]!);
}
