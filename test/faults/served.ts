import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../topology/free-port.js';
import { Link } from '../topology/link.js';
import { alive, send } from '../topology/processes.js';
import { ProductProcess, type Role } from '../topology/product-process.js';
import { Services } from '../topology/services.js';
import { Database } from './database.js';
import { makeFolder, removeFolder } from './room-folder.js';
import { aSession } from './session-victim.js';
import { tokensOf } from './tokens.js';
import type { Topology, Victim } from './topology.js';
import { within } from './waiting.js';

const MEMBERS: readonly (readonly [name: string, role: Role])[] = [
  ['api-1', 'api'],
  ['api-2', 'api'],
  ['worker-1', 'worker'],
  ['worker-2', 'worker'],
];
const GONE_WITHIN_MS = 20_000;

/** One process of the product, with the lines between it and what it needs. */
interface Member {
  name: string;
  process: ProductProcess;
  links: Map<string, Link>;
}

/** PostgreSQL, Redis, two api and two worker processes, each a program of its own, each line between them open to faults. */
export async function served(): Promise<Topology> {
  const folder = await makeFolder('served');
  const services = await Services.start(folder);
  const database = new Database(async () => services.databaseUrl);
  const query: Topology['query'] = (sql, values) => database.query(sql, values);
  const members: Member[] = [];

  async function close(keepLogs: boolean): Promise<void> {
    for (const { links } of members) for (const link of links.values()) link.close();
    await database.close();
    await Promise.all(members.map(({ process }) => process.killAlone()));
    const given = [services.redisPid, ...services.databasePids];
    // One that hangs does not end in order.
    for (const pid of given) send(pid, 'SIGCONT');
    await services.close(keepLogs);
    // Who keeps them may have been ended before us.
    for (const pid of given.filter(alive)) send(pid, 'SIGKILL');
    if (!keepLogs) await removeFolder(folder);
  }

  try {
    for (const [name, role] of MEMBERS) members.push(await member(folder, name, role, services));
    await Promise.all(members.map(({ process }) => process.start('image')));
    const apis = members.filter(({ process }) => process.role === 'api');
    const victims = new Map<string, Victim>(members.map(({ name, process }) => [name, theProcess(process)]));
    victims.set('redis', theRedis(services)).set('postgres', thePostgres(services));
    const programs = [...victims.keys()];
    victims.set('postgres-session', aSession(query));
    const links = new Map(
      members.flatMap(({ name, links: own }) => [...own].map(([end, link]) => [`${name}/${end}`, link] as const)),
    );
    const [first] = apis;
    return {
      folder,
      doors: apis.map((api) => `http://127.0.0.1:${api.links.get('clients')!.port}`),
      processes: members.map(({ process }) => process),
      targets: { programs, mortal: ['postgres-session'], links: [...links.keys()] },
      victims,
      links,
      ...(await tokensOf(first!.process)),
      query,
      close,
    };
  } catch (cause) {
    await close(true);
    throw new Error(`${String(cause)}\nIts programs wrote into ${folder}.`, { cause });
  }
}

async function member(folder: string, name: string, role: Role, services: Services): Promise<Member> {
  const port = await freePort();
  const [toPostgres, databaseUrl] = await over(services.databaseUrl);
  const [toRedis, redisUrl] = await over(services.redisUrl);
  const links = new Map([
    ['postgres', toPostgres],
    ['redis', toRedis],
  ]);
  if (role === 'api') links.set('clients', await Link.to(port));
  const dataDir = join(folder, name);
  await mkdir(dataDir);
  const environment = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  return { name, process: new ProductProcess(role, port, environment, join(folder, `${name}.log`)), links };
}

/** A line of its own to an address, and the address at its near end. */
async function over(address: string): Promise<[Link, string]> {
  const url = new URL(address);
  const link = await Link.to(Number(url.port));
  url.port = String(link.port);
  return [link, url.href];
}

function theProcess(process: ProductProcess): Victim {
  return {
    kill: () => process.killAlone(),
    start: () => process.start('image'),
    pause: async () => process.signal('SIGSTOP'),
    goOn: async () => process.signal('SIGCONT'),
  };
}

function theRedis(services: Services): Victim {
  return {
    kill: () => killed(services.redisPid),
    start: () => services.startRedis(),
    pause: async () => send(services.redisPid, 'SIGSTOP'),
    goOn: async () => send(services.redisPid, 'SIGCONT'),
  };
}

function thePostgres(services: Services): Victim {
  let paused: number[] = [];
  return {
    kill: () => killed(services.databasePids[0]!),
    start: () => services.startDatabase(),
    async pause() {
      paused = services.databasePids;
      for (const pid of paused) send(pid, 'SIGSTOP');
    },
    async goOn() {
      for (const pid of paused) send(pid, 'SIGCONT');
    },
  };
}

async function killed(pid: number): Promise<void> {
  send(pid, 'SIGKILL');
  if (!(await within(GONE_WITHIN_MS, () => !alive(pid)))) throw new Error(`process ${pid} does not end`);
}
