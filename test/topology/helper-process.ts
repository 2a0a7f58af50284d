import { type ChildProcess, fork } from 'node:child_process';

interface Question {
  id: number;
  command: string;
  argument: unknown;
}
type Answer = { id: number; value: unknown } | { id: number; fault: string };
type Handlers = Record<string, (argument: never) => unknown>;

/** Work in a process of its own, such as a driver's or clients', so that it is not the work of who measures. */
export class HelperProcess<H extends Handlers> {
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (cause: Error) => void }>();
  readonly #gone: Promise<void>;
  #asked = 0;

  private constructor(private readonly child: ChildProcess) {
    this.#gone = new Promise((resolve) => child.once('exit', () => resolve()));
    child.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('fault' in answer) waiting?.reject(new Error(answer.fault));
      else waiting?.resolve(answer.value as never);
    });
    void this.#gone.then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error('a helper process ended while it worked'));
    });
  }

  /** @param program the compiled program, which calls {@link serve} */
  static start<H extends Handlers>(program: URL): HelperProcess<H> {
    // Structured clone: results hold typed arrays of hundreds of thousands of numbers.
    return new HelperProcess<H>(fork(program, { serialization: 'advanced' }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  ask<C extends keyof H & string>(command: C, argument: Parameters<H[C]>[0]): Promise<Awaited<ReturnType<H[C]>>> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.child.send({ id, command, argument } satisfies Question);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.#gone;
  }
}

/**
 * The other side: answers until whoever started this process is gone.
 * @param end what must still be done then
 */
export function serve(handlers: Handlers, end: () => Promise<void> = () => Promise.resolve()): void {
  process.on('disconnect', () => void end().finally(() => process.exit()));
  // Ctrl-C reaches the whole group; whoever started us ends us in order.
  process.on('SIGINT', () => undefined);
  process.on('message', ({ id, command, argument }: Question) => {
    Promise.resolve()
      .then(() => handlers[command]!(argument as never))
      .then(
        (value) => process.send!({ id, value } satisfies Answer),
        (cause: unknown) => process.send!({ id, fault: String(cause) } satisfies Answer),
      );
  });
}
