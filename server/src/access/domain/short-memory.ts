import type { EpochMs } from '@rearguard/shared';

interface Entry<Value> {
  readonly at: EpochMs;
  readonly answer: Promise<Value | null>;
  known: boolean;
}

/**
 * Remembers for a moment what a look-up answered, so that thousands of requests a second ask the database once. An
 * answer is never older than `keepMs`, counted from before it was asked for, so that a revocation holds everywhere
 * `keepMs` after it was committed. Requests that come together share one look-up. What was good once stays known as
 * such, past its time, until it is found to be bad.
 */
export class ShortMemory<Value> {
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(
    private readonly now: () => EpochMs,
    private readonly keepMs: number,
    private readonly most: number,
  ) {}

  /** Was the last answer for this key a good one, however long ago? */
  knows(key: string): boolean {
    return this.#entries.get(key)?.known ?? false;
  }

  /** The answer for a key, asked anew when the remembered one is too old. A failed look-up is not remembered. */
  get(key: string, lookUp: () => Promise<Value | null>): Promise<Value | null> {
    const at = this.now();
    const before = this.#entries.get(key);
    if (before !== undefined && at - before.at < this.keepMs && at >= before.at) return before.answer;
    const entry: Entry<Value> = { at, known: before?.known ?? false, answer: lookUp() };
    entry.answer.then(
      (value) => (entry.known = value !== null),
      () => this.#drop(key, entry),
    );
    this.#entries.delete(key); // a fresh entry goes to the end, where it is forgotten last
    this.#entries.set(key, entry);
    if (this.#entries.size > this.most) this.#entries.delete(this.#entries.keys().next().value!);
    return entry.answer;
  }

  /** Forgets one key; a look-up under way is not remembered either. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  #drop(key: string, entry: Entry<Value>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
