import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AccessNews } from '../access/access-events.js';
import { AccessTokens } from '../access/access-tokens.js';
import { AuditChain } from '../access/audit/audit-chain.js';
import { AuditLog } from '../access/audit-log.js';
import { ACCESS_ENTITIES } from '../access/entities.js';
import { Sessions } from '../access/sessions.js';
import { SignInLinks } from '../access/sign-in-links.js';
import { Users } from '../access/users/users.js';
import type { Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { MIGRATIONS } from '../platform/database/migrations/index.js';
import { type BorrowedPostgres, borrowEmbeddedPostgres, claimantOf } from '../platform/embedded/index.js';
import type { LaneQueues } from '../platform/queue/lane-queues.js';
import { makeLaneQueues } from '../platform/queue/make-lane-queues.js';
import { SettingsStore } from '../room/settings-store.js';
import { CommandRefusal } from './refusal.js';
import { remark } from './say.js';

/** What a command may use of a room, whether its server runs or not. */
export interface Room {
  readonly database: DataSource;
  readonly databaseUrl: string;
  readonly links: SignInLinks;
  readonly tokens: AccessTokens;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly audit: AuditChain;
  readonly settings: SettingsStore;
  /** Where the running server says it is, or null when none runs on this data folder. */
  readonly serverUrl: string | null;
}

const SCHEMA_COMES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** Opens the database of the room for one piece of work: beside the running server, or in its place. */
export async function inRoom(config: Config, work: (room: Room) => Promise<void>): Promise<void> {
  await withDatabase(config, async (databaseUrl) => {
    const database = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      entities: ACCESS_ENTITIES,
      migrations: MIGRATIONS,
      applicationName: 'rearguard command',
      poolSize: 2,
      extra: { connectionTimeoutMillis: 5_000 },
    });
    await open(database, config);
    try {
      const server = await serverOf(config);
      await ensureSchema(database, server !== null);
      await work(roomOn(database, databaseUrl, server?.url ?? null));
    } finally {
      await database.destroy();
    }
  });
}

/** The database of the room as it is, whatever its schema, and its queues. */
export async function withStores(
  config: Config,
  work: (stores: { url: string; queues: LaneQueues }) => Promise<void>,
): Promise<void> {
  await withDatabase(config, async (url) => {
    const queues = makeLaneQueues(url, config.redisUrl, null);
    await work({ url, queues }).finally(() => queues.beforeApplicationShutdown());
  });
}

/** The database of the room as it is. */
export async function withDatabase(config: Config, work: (url: string) => Promise<void>): Promise<void> {
  const borrowed = await borrow(config);
  try {
    await work(borrowed.url);
  } finally {
    await borrowed.release();
  }
}

/** The address that people type: the public one, or where the server says it is, or where it would be. */
export function addressOf(config: Config, room: Room): string {
  const { publicUrl, host, port, tls } = config.http;
  return (
    publicUrl ?? room.serverUrl ?? `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  );
}

function roomOn(database: DataSource, databaseUrl: string, serverUrl: string | null): Room {
  const time = new SystemClock();
  const audit = new AuditLog(database, time);
  const links = new SignInLinks(database, time, audit);
  const sessions = new Sessions(database, time, audit, links, new AccessNews());
  const tokens = new AccessTokens(database, time, audit);
  return {
    database,
    databaseUrl,
    links,
    tokens,
    sessions,
    users: new Users(database, time, audit, sessions, links),
    audit: new AuditChain(database),
    settings: new SettingsStore(database, audit),
    serverUrl,
  };
}

async function borrow(config: Config): Promise<BorrowedPostgres> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, release: () => Promise.resolve() };
  return borrowEmbeddedPostgres({ dataDir: config.dataDir, log: remark });
}

async function open(database: DataSource, config: Config): Promise<void> {
  try {
    await database.initialize();
  } catch (cause) {
    const where = config.databaseUrl === null ? 'in DATA_DIR' : 'of DATABASE_URL';
    const why = cause instanceof Error && cause.message !== '' ? cause.message : 'it does not answer';
    throw new CommandRefusal(`The database ${where} cannot be opened: ${why}.`);
  }
}

/** The server that works on the data folder, or null. */
export async function serverOf(config: Config) {
  const claimant = await claimantOf(config.dataDir);
  return claimant?.purpose === 'server' ? claimant : null;
}

/** A server that starts brings the schema itself; without one the command does. */
async function ensureSchema(database: DataSource, serverRuns: boolean): Promise<void> {
  const began = performance.now();
  while (await database.showMigrations()) {
    if (!serverRuns) {
      await database.runMigrations({ transaction: 'each' });
      return;
    }
    if (performance.now() - began > SCHEMA_COMES_WITHIN_MS) {
      throw new CommandRefusal('The running server is of an older version than this command. Restart it first.');
    }
    await wait(LOOK_EVERY_MS);
  }
}
