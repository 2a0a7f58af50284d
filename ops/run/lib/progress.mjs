import { underWay } from './children.mjs';

/**
 * Progress for people. A command whose stdout is for its result sends progress to stderr instead.
 */
export class Progress {
  #out;

  /** @param {NodeJS.WriteStream} out where lines go */
  constructor(out) {
    this.#out = out;
  }

  /** File descriptor for the output of child processes. */
  get fd() {
    return this.#out === process.stderr ? 2 : 1;
  }

  line(text) {
    this.#out.write(`${text}\n`);
  }

  /**
   * Runs one step: says what it does, then how long it took.
   * @template T
   * @param {string} what what is being done, for example `Installing packages`
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(what, work) {
    const began = performance.now();
    this.line(`» ${what} …`);
    underWay(what);
    const result = await work().finally(() => underWay(null));
    this.line(`  done in ${seconds(performance.now() - began)}`);
    return result;
  }
}

/** 83_400 -> `1 min 23 s`, 4_230 -> `4.2 s`. */
export function seconds(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
