import { Chance } from './chance.js';

/**
 * - `kill`: ended without warning, started again after a while; - `pause`: hangs (SIGSTOP), then goes on;
 * - `cut`: nothing passes and nobody is told, then connections are lost; - `stall`: nothing passes, then all of it does;
 * - `sever`: connections are reset and new ones refused; - `delay`: everything arrives late.
 */
export type FaultKind = 'kill' | 'pause' | 'cut' | 'stall' | 'sever' | 'delay';

export interface Fault {
  number: number;
  kind: FaultKind;
  /** The program or line that it strikes. */
  target: string;
  /** From the beginning of the load, ms. */
  afterMs: number;
  /** Until it is mended, ms; for a kill, until it is started again. */
  lastsMs: number;
  /** Of a `delay`: by how much, ms. */
  delayMs: number;
}

/** What can be struck. */
export interface Targets {
  programs: readonly string[];
  /** Programs, or parts of them, that can be killed and not paused. */
  mortal: readonly string[];
  links: readonly string[];
}

/** How often each kind comes. */
const WEIGHTS: Record<FaultKind, number> = { kill: 7, pause: 5, cut: 2, stall: 2, sever: 2, delay: 2 };
/** A lease runs out after three seconds: some faults must outlast it, most need not. */
const LONG_SHARE = 0.2;
const LONG_MS = [3_200, 4_500] as const;
const SHORT_MS = [100, 1_200] as const;
const DOWN_MS = [0, 600] as const;
const AFTER_MS = [150, 700] as const;
const DELAY_MS = [10, 250] as const;

/** The fault of a number: the same for the same seed, whatever came before. */
export function planOf(seed: number, number: number, targets: Targets): Fault {
  const chance = new Chance(seed, number);
  const kind = chance.one(
    (Object.keys(WEIGHTS) as FaultKind[]).flatMap((each) => Array<FaultKind>(WEIGHTS[each]).fill(each)),
  );
  const target = chance.one(struckBy(kind, targets));
  const afterMs = chance.between(...AFTER_MS);
  const [least, most] = kind === 'kill' ? DOWN_MS : chance.share() < LONG_SHARE ? LONG_MS : SHORT_MS;
  const lastsMs = chance.between(least, most);
  const delayMs = kind === 'delay' ? chance.between(...DELAY_MS) : 0;
  return { number, kind, target, afterMs, lastsMs, delayMs };
}

function struckBy(kind: FaultKind, { programs, mortal, links }: Targets): readonly string[] {
  if (kind === 'kill') return [...programs, ...mortal];
  return kind === 'pause' ? programs : links;
}

/** As a line says it. */
export function wordsOf({ kind, target, lastsMs, delayMs }: Fault): string {
  const how = kind === 'delay' ? ` by ${delayMs} ms` : '';
  return `${kind} ${target}${how} for ${(lastsMs / 1_000).toFixed(1)} s`;
}
