import { join } from 'node:path';
import { embeddedDatabaseOf } from '../topology/embedded-database.js';
import { freePort } from '../topology/free-port.js';
import { Link } from '../topology/link.js';
import { below, send } from '../topology/processes.js';
import { ProductProcess } from '../topology/product-process.js';
import { Database } from './database.js';
import { makeFolder, removeFolder } from './room-folder.js';
import { aSession } from './session-victim.js';
import { tokensOf } from './tokens.js';
import type { Topology, Victim } from './topology.js';

/** One process with its own PostgreSQL. It ends by itself when its PostgreSQL does; either is then started again. */
export async function embedded(): Promise<Topology> {
  const folder = await makeFolder('embedded');
  const dataDir = join(folder, 'data');
  const server = new ProductProcess('all', await freePort(), { DATA_DIR: dataDir }, join(folder, 'server.log'));
  const clients = await Link.to(server.port);
  const database = new Database(async () => (await embeddedDatabaseOf(dataDir)).url);
  const query: Topology['query'] = (sql, values) => database.query(sql, values);

  async function close(keepLogs: boolean): Promise<void> {
    clients.close();
    await database.close();
    await server.killAlone();
    for (const pid of await databasePids(dataDir)) send(pid, 'SIGKILL');
    if (!keepLogs) await removeFolder(folder);
  }

  try {
    await server.start('image');
    const victims = new Map<string, Victim>([
      ['server', theServer(server)],
      ['postgres', thePostgres(server, dataDir)],
      ['postgres-session', aSession(query)],
      ['everything', both(server, dataDir)],
    ]);
    return {
      folder,
      doors: [`http://127.0.0.1:${clients.port}`],
      processes: [server],
      targets: {
        programs: ['server', 'postgres'],
        mortal: ['postgres-session', 'everything'],
        links: ['server/clients'],
      },
      victims,
      links: new Map([['server/clients', clients]]),
      ...(await tokensOf(server)),
      query,
      close,
    };
  } catch (cause) {
    await close(true);
    throw new Error(`${String(cause)}\nIts programs wrote into ${folder}.`, { cause });
  }
}

/** All processes of the PostgreSQL in a data folder. */
async function databasePids(dataDir: string): Promise<number[]> {
  const { pid } = await embeddedDatabaseOf(dataDir).catch(() => ({ pid: null }));
  return pid === null ? [] : [pid, ...below(pid)];
}

/** Its PostgreSQL outlives it, and is taken over by the next start. */
function theServer(server: ProductProcess): Victim {
  return {
    kill: () => server.killAlone(),
    start: () => server.start('image'),
    pause: async () => server.signal('SIGSTOP'),
    goOn: async () => server.signal('SIGCONT'),
  };
}

function thePostgres(server: ProductProcess, dataDir: string): Victim {
  let paused: number[] = [];
  return {
    async kill() {
      const [postmaster] = await databasePids(dataDir);
      if (postmaster !== undefined) send(postmaster, 'SIGKILL');
    },
    async start() {
      await server.gone();
      await server.start('image');
    },
    async pause() {
      paused = await databasePids(dataDir);
      for (const pid of paused) send(pid, 'SIGSTOP');
    },
    async goOn() {
      for (const pid of paused) send(pid, 'SIGCONT');
    },
  };
}

/** As when the machine loses its power, but for what the disk does then. */
function both(server: ProductProcess, dataDir: string): Victim {
  return {
    ...theServer(server),
    async kill() {
      for (const pid of await databasePids(dataDir)) send(pid, 'SIGKILL');
      await server.killAlone();
    },
  };
}
