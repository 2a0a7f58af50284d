import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { claimDataDir } from './data-dir-claim.js';
import { withConnection } from './connection.js';
import { clusterDirOf } from './place.js';
import { readDatabaseRecord } from './database-record.js';
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { borrowEmbeddedPostgres } from './borrow.js';
import { readLock } from './postmaster-lock.js';

/** Real: PostgreSQL itself, its processes and signals, the file system, and (when run as root) the system user. */

const said: string[] = [];
const log = (line: string) => void said.push(line);
const asRoot = process.getuid?.() === 0;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
let dataDir: string;
/** A data folder with a database that was made, used once and stopped: making one takes seconds, a copy does not. */
let prepared: string;

const start = async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  started.push(postgres);
  return postgres;
};

const clusterDir = async () => {
  const record = await readDatabaseRecord(dataDir);
  if (record === null) throw new Error('the data folder has no record of a database yet');
  return clusterDirOf(dataDir, record);
};

const write = (url: string, word: string) =>
  withConnection(url, async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS kept (word text)');
    await client.query('INSERT INTO kept VALUES ($1)', [word]);
  });

const read = (url: string) =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ word: string }>('SELECT word FROM kept ORDER BY word');
    return rows.map((row) => row.word);
  });

const setting = (url: string, name: string) =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    return rows[0]?.value;
  });

/** Every process that works in the cluster's folder: the first one and all its children. */
function processesOf(folder: string): number[] {
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === real;
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);
}

/** A server of its own in another process, as `npm start` has it. */
async function startInChild(): Promise<{ child: ChildProcess; url: string }> {
  const built = join(import.meta.dirname, '../../../dist/platform/embedded/index.js');
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(built)});
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} });
    console.log(postgres.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, url };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rearguard-embedded-'));
  await chmod(folder, 0o755);
  return folder;
}

beforeAll(async () => {
  prepared = await newFolder();
  await (await startEmbeddedPostgres({ dataDir: prepared, log })).stop();
});

afterAll(() => rm(prepared, { recursive: true, force: true }));

beforeEach(async () => {
  said.length = 0;
  dataDir = await newFolder();
});

/** Puts the prepared database into the folder of this test, owners included. */
function withDatabase(): void {
  execFileSync('cp', ['-a', `${prepared}/.`, dataDir]);
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const postgres of started.splice(0)) await postgres.stop();
  const record = await readDatabaseRecord(dataDir).catch(() => null);
  if (record?.elsewhere) await rm(dirname(record.elsewhere), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('makes a database that listens to this machine alone, keeps every commit and knows no locale of the system', async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(await setting(url, 'listen_addresses')).toBe('127.0.0.1');
    expect(await setting(url, 'unix_socket_directories')).toBe('');
    expect(await setting(url, 'fsync')).toBe('on');
    expect(await setting(url, 'synchronous_commit')).toBe('on');
    expect(await setting(url, 'TimeZone')).toBe('UTC');
    expect(await setting(url, 'server_encoding')).toBe('UTF8');
    const record = await stat(join(dataDir, 'database.json'));
    expect(record.mode & 0o777).toBe(0o600);
  });

  it('refuses whoever does not know the password', async () => {
    withDatabase();
    const { url } = await start();
    const stranger = new URL(url);
    stranger.password = 'guess';
    await expect(read(stranger.href)).rejects.toThrow(/password authentication failed/);
  });

  it('keeps everything, and its port, over a stop', async () => {
    withDatabase();
    const first = await start();
    await write(first.url, 'kept');
    await first.stop();
    expect(readLock(await clusterDir())).toBeNull();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await read(second.url)).toEqual(['kept']);
  });

  it('takes another port when a stranger has taken its own', async () => {
    withDatabase();
    const first = await start();
    await first.stop();
    const { createServer } = await import('node:net');
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(Number(new URL(first.url).port), '127.0.0.1', resolve));
    try {
      const second = await start();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    } finally {
      stranger.close();
    }
  });

  it('outlives a server that is killed with its whole process group, and is taken over by the next', async () => {
    withDatabase();
    const { child, url } = await startInChild();
    await write(url, 'before');
    process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
    await once(child, 'exit');
    const next = await start();
    expect(next.adopted).toBe(true);
    expect(next.url).toBe(url);
    expect(await read(next.url)).toEqual(['before']);
  });

  it('starts at once after it was killed with everything else, and has every commit', async () => {
    withDatabase();
    const first = await start();
    await write(first.url, 'committed');
    const pids = processesOf(await clusterDir());
    expect(pids).toContain(first.pid);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(await read(next.url)).toEqual(['committed']);
  });

  it('waits for the processes of a killed first process to end, without touching its lock', async () => {
    withDatabase();
    const first = await start();
    await write(first.url, 'committed');
    process.kill(first.pid, 'SIGKILL');
    const next = await start();
    expect(next.pid).not.toBe(first.pid);
    expect(await read(next.url)).toEqual(['committed']);
  });

  it('says so when it is lost', async () => {
    withDatabase();
    const postgres = await start();
    const lost = new Promise<void>((resolve) => postgres.onLost(resolve));
    for (const pid of processesOf(await clusterDir())) process.kill(pid, 'SIGKILL');
    await expect(lost).resolves.toBeUndefined();
  });

  it('makes the database anew when making it was cut short', async () => {
    const leftover = join(dataDir, 'postgres.init-0badcafe');
    mkdirSync(leftover);
    writeFileSync(join(leftover, 'PG_VERSION'), '18\n');
    const { url } = await start();
    await write(url, 'whole');
    expect(existsSync(leftover)).toBe(false);
  });

  it('explains a lock whose process is no database, and leaves the lock alone', async () => {
    withDatabase();
    const first = await start();
    await first.stop();
    const stranger = spawn('sleep', ['60'], asRoot ? { ...(await ownerOf(await clusterDir())), cwd: '/' } : {});
    children.push(stranger);
    await once(stranger, 'spawn');
    const lock = join(await clusterDir(), 'postmaster.pid');
    writeFileSync(lock, `${stranger.pid}\n${await clusterDir()}\n1790000000\n1\n\n127.0.0.1\n\nready\n`);
    await expect(start()).rejects.toThrow(/runs but is no database \("sleep"\).*delete that file/);
    expect(readFileSync(lock, 'utf8')).toContain(String(stranger.pid));
  });

  it('explains a database of another version', async () => {
    withDatabase();
    await (await start()).stop();
    writeFileSync(join(await clusterDir(), 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/made by PostgreSQL 17, and this Rearguard brings 18/);
  });

  it('does not put an empty database in the place of one that has gone', async () => {
    withDatabase();
    await (await start()).stop();
    await rm(await clusterDir(), { recursive: true });
    await expect(start()).rejects.toThrow(/is not there. Put that folder back/);
  });

  it('works in a folder that is closed to everybody else', async () => {
    await chmod(dataDir, 0o700);
    const first = await start();
    await write(first.url, 'behind a closed door');
    const cluster = await clusterDir();
    expect(cluster.startsWith(dataDir)).toBe(!asRoot);
    if (asRoot) expect(readFileSync(join(dirname(cluster), 'belongs-to'), 'utf8').trim()).toBe(realpathSync(dataDir));
    await first.stop();
    expect(await read((await start()).url)).toEqual(['behind a closed door']);
  });

  it('explains a data folder that cannot be made', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    await expect(startEmbeddedPostgres({ dataDir: join(file, 'below'), log })).rejects.toThrow(
      /Writing to the data folder .* failed: part of the path is a file/,
    );
  });
});

describe('a command that needs the database', () => {
  it('finds nothing where nothing runs', async () => {
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  });

  it('borrows that of the running server and leaves it running', async () => {
    withDatabase();
    const claim = await claimDataDir(dataDir, 'server');
    const server = await start();
    const borrowed = await borrowEmbeddedPostgres({ dataDir, log });
    expect(borrowed.url).toBe(server.url);
    await borrowed.release();
    expect(await findEmbeddedPostgres(dataDir)).toBe(server.url);
    await claim.release();
  });

  it('starts one for itself and stops it again where no server runs', async () => {
    withDatabase();
    const borrowed = await borrowEmbeddedPostgres({ dataDir, log });
    await write(borrowed.url, 'by command');
    await borrowed.release();
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  });
});

const ownerOf = async (folder: string) => {
  const { uid, gid } = await stat(folder);
  return { uid, gid };
};
