import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelperProcess } from './helper-process.js';
import { below } from './processes.js';
import type { ServiceCommands, Started } from './services-process.js';

/** A PostgreSQL and a Redis that are given to the product: real, durable, and gone when whoever started them is. */
export class Services {
  private constructor(
    private readonly keeper: HelperProcess<ServiceCommands>,
    private readonly folder: string,
    private readonly started: Started,
  ) {}

  /** @param parent of the folder that they keep their data and logs in */
  static async start(parent = tmpdir()): Promise<Services> {
    const folder = await mkdtemp(join(parent, 'rearguard-services-'));
    // Passable, so that the database's own user reaches it also when root runs us.
    await chmod(folder, 0o711);
    const keeper = HelperProcess.start<ServiceCommands>(new URL('./services-process.js', import.meta.url));
    try {
      return new Services(keeper, folder, await keeper.ask('start', folder));
    } catch (cause) {
      await keeper.stop();
      await rm(folder, { recursive: true, force: true });
      throw cause;
    }
  }

  get databaseUrl(): string {
    return this.started.databaseUrl;
  }

  get redisUrl(): string {
    return this.started.redisUrl;
  }

  /** What the product is told of them. */
  get environment(): Record<string, string> {
    return { DATABASE_URL: this.databaseUrl, REDIS_URL: this.redisUrl };
  }

  get databasePids(): number[] {
    return [this.started.databasePid, ...below(this.started.databasePid)];
  }

  get redisPid(): number {
    return this.started.redisPid;
  }

  /** Starts PostgreSQL again where it was, after it was killed. */
  async startDatabase(): Promise<void> {
    this.started.databasePid = await this.keeper.ask('postgresAgain', undefined);
  }

  /** Starts Redis again where it was, after it was killed. */
  async startRedis(): Promise<void> {
    this.started.redisPid = await this.keeper.ask('redisAgain', undefined);
  }

  /** @param keepFolder leaves what they wrote, to be read afterwards */
  async close(keepFolder = false): Promise<void> {
    await this.keeper.ask('end', undefined).catch(() => undefined);
    await this.keeper.stop();
    if (keepFolder) return;
    await rm(this.folder, { recursive: true, force: true });
  }
}
