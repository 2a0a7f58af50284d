import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { HeldLease, type Lease } from './lease.js';
import { LEASE_MS, LeaseTable, sessionNames } from './lease-table.js';
import { shareOf } from './spread.js';

const LOOK_EVERY_MS = 500;

type Work = (lease: Lease) => Promise<void>;

/**
 * Work that one process of the room does at a time, whichever it is: the lanes of a feed, the sweep of deadlines, the
 * exercise. It is spread over the processes that can do it. What a process holds and no longer renews, dead or hung,
 * another takes over within four seconds.
 *
 * A process that was stopped and goes on does not know at once that its turn is over. Work therefore asks `held` before
 * each step, and what it writes must bear that a last step comes late.
 */
export class Leases implements OnApplicationShutdown {
  readonly #log = new Logger('leases');
  readonly #work = new Map<string, Work>();
  readonly #held = new Map<string, HeldLease>();
  #client: pg.Client | null = null;
  #table: LeaseTable | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(
    private readonly url: string,
    /** Id of this process; no other ever has it. */
    readonly process: string,
  ) {}

  /**
   * Names work that this process can do. It is called each time that the lease is this process's, and returns when the
   * lease ends.
   * @returns the way to do it no more; resolves once the work has ended and others may take it
   */
  hold(name: string, work: Work): () => Promise<void> {
    if (this.#work.has(name)) throw new Error(`the lease ${name} is asked for twice`);
    this.#work.set(name, work);
    this.#lookIn(0);
    return () => this.#giveUp(name);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#closing = true;
    if (this.#timer) clearTimeout(this.#timer);
    await Promise.all([...this.#work.keys()].map((name) => this.#giveUp(name)));
    await this.#looking;
    await this.#table?.leave().catch(() => undefined);
    await this.#client?.end().catch(() => undefined);
  }

  async #giveUp(name: string): Promise<void> {
    this.#work.delete(name);
    await this.#looking;
    await this.#end(name);
  }

  #lookIn(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#looking
        .then(() => this.#look())
        .catch((cause: unknown) => {
          this.#log.warn(`leases could not be renewed, trying again: ${String(cause)}`);
          this.#disconnected(this.#client);
        })
        .finally(() => {
          if (!this.#closing) this.#lookIn(LOOK_EVERY_MS);
        });
    }, ms);
  }

  async #look(): Promise<void> {
    // What ran out while this process was stopped is not renewed: another may have had it meanwhile.
    for (const lease of this.#held.values()) if (!lease.valid) this.#lost(lease);
    const table = await this.#connected();
    const asked = performance.now();
    const valid = [...this.#held.values()].filter((lease) => lease.valid);
    const { renewed, others } = await table.renew([...this.#work.keys()], valid);
    for (const lease of valid) {
      if (renewed.has(lease.name)) lease.renewed(asked + LEASE_MS);
      else this.#lost(lease);
    }
    await table.endHung();
    const mine = shareOf(this.process, [...others, { process: this.process, wants: [...this.#work.keys()] }]);
    for (const lease of this.#held.values()) if (!mine.has(lease.name)) void this.#end(lease.name);
    for (const name of mine) if (!this.#held.has(name)) await this.#take(table, name);
  }

  async #take(table: LeaseTable, name: string): Promise<void> {
    const asked = performance.now();
    const fence = await table.take(name);
    const work = this.#work.get(name);
    if (fence === null) return;
    if (!work || this.#closing) return void (await table.giveUp(name, fence));
    const lease = new HeldLease(name, fence, asked + LEASE_MS);
    this.#held.set(name, lease);
    lease.working = work(lease)
      .catch((cause: unknown) => this.#log.error(`${name}: ${String(cause)}`))
      .finally(() => {
        if (!lease.signal.aborted) void this.#end(name);
      });
  }

  /** It is another's now, or may be: the work ends when it sees that, and only then is begun anew. */
  #lost(lease: HeldLease): void {
    lease.lost();
    void lease.working.then(() => {
      if (this.#held.get(lease.name) === lease) this.#held.delete(lease.name);
    });
  }

  /** Ends the work, and only then lets others have it. */
  async #end(name: string): Promise<void> {
    const lease = this.#held.get(name);
    if (!lease) return;
    lease.end();
    await lease.working;
    if (this.#held.get(name) !== lease) return;
    this.#held.delete(name);
    await this.#table?.giveUp(name, lease.fence).catch(() => undefined);
  }

  async #connected(): Promise<LeaseTable> {
    if (this.#table) return this.#table;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: sessionNames.lease(this.process),
      connectionTimeoutMillis: LEASE_MS,
      query_timeout: LEASE_MS,
    });
    client.on('error', () => this.#disconnected(client));
    client.on('end', () => this.#disconnected(client));
    try {
      await client.connect();
    } catch (cause) {
      await client.end().catch(() => undefined);
      throw cause;
    }
    this.#client = client;
    this.#table = new LeaseTable(client, this.process);
    return this.#table;
  }

  /** Others see that our session is gone, and do not wait for the leases to run out. */
  #disconnected(client: pg.Client | null): void {
    if (client === null || this.#client !== client) return;
    this.#client = null;
    this.#table = null;
    client.end().catch(() => undefined);
    for (const lease of this.#held.values()) this.#lost(lease);
  }
}
