import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A line between a browser and the product that a test can cut: connections stay open and nothing passes any more. */
export class WeakLink {
  readonly #pairs = new Set<[Socket, Socket]>();
  #cut = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(target: string): Promise<WeakLink> {
    const { port } = new URL(target);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = new WeakLink(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => link.#join(near, connect(Number(port), '127.0.0.1')));
    return link;
  }

  /** From now on nothing passes, as when a satellite dish turns away: nobody is told. */
  cut(): void {
    this.#cut = true;
    for (const pair of this.#pairs) for (const end of pair) end.pause();
  }

  /** The line is good again; what was open before is gone. */
  mend(): void {
    this.#cut = false;
    for (const pair of this.#pairs) for (const end of pair) end.destroy();
    this.#pairs.clear();
  }

  close(): void {
    this.mend();
    this.server.close();
  }

  #join(near: Socket, far: Socket): void {
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    for (const [end, other] of [pair, [far, near]] as const) {
      end.on('data', (bytes) => {
        if (!this.#cut) other.write(bytes);
      });
      end.on('error', () => undefined);
      end.on('close', () => {
        this.#pairs.delete(pair);
        other.destroy();
      });
    }
    if (this.#cut) for (const end of pair) end.pause();
  }
}
