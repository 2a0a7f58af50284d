import type { Bench } from './bench.js';

/** One result. `held` follows from the floor. */
export interface Measured {
  /** Name of the figure, for programs. */
  figure: string;
  value: number;
  unit: string;
  floor: number;
  goal: number;
  /** Whether more is better (a rate) or less (a time). */
  better: 'more' | 'less';
  /** What a reader must know to judge the value. */
  note?: string;
}

/** One benchmark: what it measures, and how. It may give several figures. */
export interface Figure {
  /** What `npm run bench -- <name>` calls it. */
  name: string;
  about: string;
  /** @throws Error when the run is worth nothing, for example because something that was counted did not arrive */
  run(bench: Bench): Promise<Measured[]>;
}

/** Whether the floor is met. */
export const isHeld = ({ value, floor, better }: Measured): boolean =>
  better === 'more' ? value >= floor : value <= floor;

export const isReached = ({ value, goal, better }: Measured): boolean =>
  better === 'more' ? value >= goal : value <= goal;

/** @throws Error with the sentence when something that must hold does not */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}
