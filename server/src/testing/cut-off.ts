import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A way to a PostgreSQL that can be cut at the worst moment: a transaction that wrote what we wait for is committed, and
 * who asked for it never hears so.
 */
export class CutOff {
  readonly #sockets = new Set<Socket>();
  #mark: string | null = null;
  /** How many answers to a COMMIT were lost on the way. */
  lost = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(databaseUrl: string): Promise<CutOff> {
    const target = new URL(databaseUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(databaseUrl);
    url.port = String((server.address() as AddressInfo).port);
    url.hostname = '127.0.0.1';
    const way = new CutOff(server, url.href);
    server.on('connection', (client) => way.#carry(client, connect(Number(target.port), target.hostname)));
    return way;
  }

  /** The next COMMIT on a connection that sent this text before is carried out, and its answer lost. */
  loseAnswerAfter(text: string): void {
    this.#mark = text;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #carry(client: Socket, database: Socket): void {
    let marked = false;
    let losing = false;
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on('data', (bytes) => {
      marked ||= this.#mark !== null && bytes.includes(this.#mark);
      if (marked && this.#mark !== null && bytes.includes('COMMIT')) {
        this.#mark = null;
        losing = true;
      }
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (!losing) return void client.write(bytes);
      this.lost += 1;
      cut();
    });
  }
}
