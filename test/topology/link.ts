import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type State = 'good' | 'cut' | 'severed';

/** A line between two programs that can be cut, severed and slowed down. */
export class Link {
  readonly #ways = new Set<Way>();
  #state: State = 'good';
  #delayMs = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param port where the line ends, on this machine */
  static async to(port: number): Promise<Link> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = new Link(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => link.#join(near, port));
    return link;
  }

  /** From now on nothing passes, as when a satellite dish turns away: nobody is told. */
  cut(): void {
    this.#state = 'cut';
    for (const way of this.#ways) way.hold();
  }

  /** From now on there is no way: what was open is reset, what is opened is refused. */
  sever(): void {
    this.#state = 'severed';
    this.#reset();
  }

  /** From now on everything arrives later, in order. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** The line is good again, and what it held arrives. */
  goOn(): void {
    this.#state = 'good';
    this.#delayMs = 0;
    for (const way of this.#ways) way.goOn();
  }

  /** The line is good again; what was open on a line that was cut is gone. */
  mend(): void {
    if (this.#state === 'cut') this.#reset();
    this.goOn();
  }

  close(): void {
    this.#reset();
    this.server.close();
  }

  #reset(): void {
    for (const way of this.#ways) way.reset();
    this.#ways.clear();
  }

  #join(near: Socket, port: number): void {
    if (this.#state === 'severed') return void near.resetAndDestroy();
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const delay = () => this.#delayMs;
    for (const way of [new Way(near, far, delay), new Way(far, near, delay)]) {
      this.#ways.add(way);
      way.onClosed = () => this.#ways.delete(way);
      if (this.#state === 'cut') way.hold();
    }
  }
}

/** One direction of one connection. */
class Way {
  onClosed: () => void = () => undefined;
  /** Under way; null is the end of what is said. */
  readonly #waiting: { bytes: Buffer | null; dueAt: number }[] = [];
  #held = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly delayMs: () => number,
  ) {
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#take(null));
    to.on('drain', () => {
      if (!this.#held) from.resume();
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.onClosed();
      if (this.#waiting.length === 0) to.end();
    });
  }

  hold(): void {
    this.#held = true;
    this.from.pause();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  goOn(): void {
    this.#held = false;
    this.from.resume();
    this.#pass();
  }

  reset(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#waiting.length = 0;
    this.from.resetAndDestroy();
    this.to.resetAndDestroy();
  }

  #take(bytes: Buffer | null): void {
    this.#waiting.push({ bytes, dueAt: performance.now() + this.delayMs() });
    if (this.#waiting.length === 1) this.#pass();
  }

  #pass(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (!this.#held && this.#waiting.length > 0) {
      const [{ bytes, dueAt }] = this.#waiting as [{ bytes: Buffer | null; dueAt: number }];
      const early = dueAt - performance.now();
      if (early > 0) {
        this.#timer = setTimeout(() => this.#pass(), early);
        return;
      }
      this.#waiting.shift();
      if (bytes === null) this.to.end();
      else if (!this.to.destroyed && !this.to.write(bytes)) this.from.pause();
    }
  }
}
