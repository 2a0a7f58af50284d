import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 40;
/** No single step takes longer: if one did, we were stopped ourselves meanwhile, and that does not count. */
const LONGEST_STEP_MS = 16_000;

/** How long something may still take, whatever the machine did to us meanwhile. */
export class Patience {
  #lastAt = performance.now();

  constructor(private leftMs: number) {}

  /** To be asked at every step. */
  get over(): boolean {
    const now = performance.now();
    this.leftMs -= Math.min(LONGEST_STEP_MS, now - this.#lastAt);
    this.#lastAt = now;
    return this.leftMs < 0;
  }
}

/** Asks again until the answer is yes; false when it is still no after `withinMs`. A question that fails is a no. */
export async function within(withinMs: number, question: () => boolean | Promise<boolean>): Promise<boolean> {
  const patience = new Patience(withinMs);
  for (;;) {
    const answer = await Promise.resolve()
      .then(question)
      .catch(() => false);
    if (answer) return true;
    if (patience.over) return false;
    await pause(LOOK_EVERY_MS);
  }
}
