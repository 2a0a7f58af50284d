import type { Bench } from './bench.js';
import type { Backend } from './room/backend.js';

/** One result. `held` follows from the floor. */
export interface Measured {
  /** Name of the figure, for programs. */
  figure: string;
  value: number;
  unit: string;
  /** Null where nothing is asked of the figure alone: it is a part of one of which something is. */
  floor: number | null;
  goal: number | null;
  /** Whether more is better (a rate) or less (a time). */
  better: 'more' | 'less';
  /** What a reader must know to judge the value. */
  note?: string;
}

/** One benchmark: what it measures, and how. It may give several figures. */
export interface Figure {
  /** What `npm run bench -- <name>` calls it. */
  name: string;
  /** Backends on which it tells something of its own, and so runs when nobody asks for a certain one. */
  on: readonly Backend[];
  /** It takes processes of one role each, which share a database and a Redis. */
  needsServices?: boolean;
  about: string;
  /** @throws Error when the run is worth nothing, for example because something that was counted did not arrive */
  run(bench: Bench): Promise<Measured[]>;
}

const meets = (value: number, limit: number | null, better: Measured['better']): boolean =>
  limit === null || (better === 'more' ? value >= limit : value <= limit);

/** Whether the floor is met, if there is one. */
export const isHeld = ({ value, floor, better }: Measured): boolean => meets(value, floor, better);

export const isReached = ({ value, goal, better }: Measured): boolean => meets(value, goal, better);

/** @throws Error with the sentence when something that must hold does not */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}
