const ASK_EVERY_MS = 100;

/** Asks again until the answer is yes. @throws with `what` when it is still no after `withinMs`. */
export async function eventually(
  question: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 20_000,
): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await question())) {
    if (Date.now() > until) throw new Error(`in vain waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
