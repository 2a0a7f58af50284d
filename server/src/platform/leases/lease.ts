/** The right to do a piece of work that one process of the room does at a time. */
export interface Lease {
  readonly name: string;
  /** Higher than that of every holder before. */
  readonly fence: string;
  /** Ends when the lease does: by another's turn, by the end of the process, or because it could not be renewed. */
  readonly signal: AbortSignal;
  /**
   * False as soon as another process may hold it, also right after this one was stopped and goes on: to be asked before
   * each step of the work.
   */
  readonly held: boolean;
}

/** A lease as its keeper sees it. */
export class HeldLease implements Lease {
  readonly #ending = new AbortController();
  /** On the process's own steady clock, ms. */
  #until: number;
  /** The work that is done under it. */
  working: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    readonly fence: string,
    until: number,
  ) {
    this.#until = until;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get held(): boolean {
    return this.valid && !this.#ending.signal.aborted;
  }

  /** No other process can have it yet, though the work may be ending here. */
  get valid(): boolean {
    return performance.now() < this.#until;
  }

  renewed(until: number): void {
    this.#until = until;
  }

  /** Bids the work end; the lease is kept until it has. */
  end(): void {
    this.#ending.abort();
  }

  /** Another process may have it from now on. */
  lost(): void {
    this.#until = Number.NEGATIVE_INFINITY;
    this.#ending.abort();
  }
}
