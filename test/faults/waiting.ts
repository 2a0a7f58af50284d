import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 40;

/** Asks again until the answer is yes; false when it is still no after `withinMs`. A question that fails is a no. */
export async function within(withinMs: number, question: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await Promise.resolve()
      .then(question)
      .catch(() => false);
    if (answer) return true;
    if (performance.now() > until) return false;
    await pause(LOOK_EVERY_MS);
  }
}
