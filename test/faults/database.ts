import pg from 'pg';

const ANSWER_WITHIN_MS = 10_000;

/** A way to the database past the product, found again after each time that the database was away. */
export class Database {
  #client: pg.Client | null = null;

  /** @param url asked anew for each connection */
  constructor(private readonly url: () => Promise<string>) {}

  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.#connected();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } catch (cause) {
      this.#drop(client);
      throw cause;
    }
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const limits = { connectionTimeoutMillis: ANSWER_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS };
    const client = new pg.Client({ connectionString: await this.url(), application_name: 'faults', ...limits });
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    await client.connect();
    this.#client = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => undefined);
  }
}
