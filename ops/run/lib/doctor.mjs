import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildCurrent } from './build.mjs';
import { dataDirFault, diskFault, freeMb, portFault, redisFault, runningServer } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { runChild } from './children.mjs';
import { dependenciesCurrent } from './dependencies.mjs';
import { readEnvironment } from './environment.mjs';
import { nodeFault } from './node-version.mjs';
import { processAlive } from './processes.mjs';
import { findRedisServer } from './redis-server.mjs';
import { ROOT } from './root.mjs';

/** Platforms for which a built-in PostgreSQL exists in the lock file. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
/** Where the server keeps databases that cannot lie in their data folder. */
const SYSTEM_FOLDER = '/var/lib/rearguard';
const MEMORY_NEEDED_MB = 1000;
const MB = 1024 * 1024;

/** @typedef {{ name: string, state: 'ok' | 'note' | 'wrong', text: string, todo?: string }} Finding */

const ok = (name, text) => ({ name, state: 'ok', text });
const note = (name, text, todo) => ({ name, state: 'note', text, todo });
const wrong = (name, text, todo) => ({ name, state: 'wrong', text, todo });
const fromFault = (name, fault, text) => (fault === null ? ok(name, text) : wrong(name, fault.wrong, fault.todo));

/** Prints a line for each check and exits with 1 when something stands in the way of a start. */
export async function doctor() {
  process.chdir(ROOT);
  const findings = await examine();
  const width = Math.max(...findings.map(({ name }) => name.length));
  const word = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' };
  for (const { name, state, text, todo } of findings) {
    console.log(`${word[state]}  ${name.padEnd(width)}  ${text}${todo === undefined ? '' : `. ${todo}`}`);
  }
  const blocking = findings.filter(({ state }) => state === 'wrong').length;
  console.log(
    blocking === 0 ? '\nNothing stands in the way of npm start.' : `\n${blocking} to put right before npm start.`,
  );
  process.exitCode = blocking === 0 ? 0 : 1;
}

/** @returns {Promise<Finding[]>} */
async function examine() {
  const environment = readEnvironment();
  const server = await runningServer(environment.dataDir);
  const installed = await dependenciesCurrent();
  return [
    nodeCheck(),
    await npmCheck(),
    platformCheck(environment),
    memoryCheck(server),
    fromFault('data folder', await dataDirFault(environment), `${environment.dataDir} can be written`),
    await spaceCheck(environment.dataDir, installed),
    server === null
      ? fromFault('port', await portFault(environment), `${environment.host}:${environment.port} is free`)
      : ok('port', `Rearguard runs at ${server.url ?? 'an address it has not said yet'} (process ${server.pid})`),
    databaseCheck(environment, server),
    await queuesCheck(environment),
    installed
      ? ok('packages', 'installed')
      : note('packages', 'not installed, or not those of this version', 'npm start installs them.'),
    await buildCheck(installed),
    await partsCheck(),
    chromiumCheck(),
    redisServerCheck(),
    ...forgottenDatabases(),
  ];
}

function nodeCheck() {
  const fault = nodeFault();
  return fault === null ? ok('Node.js', process.versions.node) : wrong('Node.js', fault);
}

async function npmCheck() {
  const { code, output } = await runChild('npm', ['--version'], { capture: true });
  const version = output.trim().split('\n').at(-1);
  return code === 0 ? ok('npm', version) : wrong('npm', 'cannot be run', 'Install npm; it comes with Node.js.');
}

function platformCheck({ embedded }) {
  const platform = `${process.platform}-${process.arch}`;
  if (!embedded) return ok('platform', `${platform}, with the database of DATABASE_URL`);
  if (PLATFORMS.includes(platform)) return ok('platform', platform);
  return wrong(
    'platform',
    `there is no built-in PostgreSQL for ${platform}`,
    'Give Rearguard a PostgreSQL with DATABASE_URL.',
  );
}

function memoryCheck(server) {
  const available = availableMemoryMb();
  const text = `${available} MB of ${Math.round(totalmem() / MB)} MB are free`;
  if (server !== null || available >= MEMORY_NEEDED_MB) return ok('memory', text);
  return note('memory', text, `Rearguard wants about ${MEMORY_NEEDED_MB} MB; stop other programs if it is killed.`);
}

/** What programs can still have; "free" memory alone leaves out what the system merely caches. */
function availableMemoryMb() {
  try {
    return Math.round(Number(/^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))[1]) / 1024);
  } catch {
    return Math.round(freemem() / MB);
  }
}

async function spaceCheck(dataDir, installed) {
  const fault = (await diskFault(dataDir, { installed })) ?? (installed ? null : await diskFault(ROOT, { installed }));
  return fromFault('disk', fault, `${await freeMb(dataDir)} MB are free`);
}

function databaseCheck({ embedded, dataDir }, server) {
  if (!embedded) return ok('database', 'the one of DATABASE_URL (not tried here)');
  let record;
  try {
    record = JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8'));
  } catch (cause) {
    if (cause.code === 'ENOENT') return ok('database', 'none yet; the first start makes it');
    return wrong(
      'database',
      `${join(dataDir, 'database.json')} cannot be read (${cause.code ?? 'damaged'})`,
      'Start as the user who started it before, or put back a copy.',
    );
  }
  const folder = record.elsewhere ?? join(dataDir, 'postgres');
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    if (record.port === null) return ok('database', 'its making was cut short; the next start makes it anew');
    return wrong(
      'database',
      `${folder} is not there any more`,
      'Put it back, or choose an empty DATA_DIR to begin anew.',
    );
  }
  return lockCheck(folder, server);
}

function lockCheck(folder, server) {
  let pid;
  try {
    pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return ok('database', `stopped cleanly, in ${folder}`);
  }
  if (!processAlive(pid))
    return note('database', 'was killed', 'The next start repairs it; nothing that was stored is lost.');
  if (programOf(pid) !== 'postgres') {
    return note(
      'database',
      `its lock names process ${pid}, which runs but is no database`,
      `The next start says what to do when that is in its way.`,
    );
  }
  if (server !== null) return ok('database', `runs (process ${pid}), in ${folder}`);
  return note('database', `runs without its server (process ${pid})`, 'The next start takes it over.');
}

function programOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'postgres'; // no /proc on this system: believe the lock
  }
}

async function buildCheck(installed) {
  const current = installed && (await buildCurrent('server')) && (await buildCurrent('client'));
  return current ? ok('build', 'current') : note('build', 'not there, or older than the sources', 'npm start builds.');
}

/** A checkout that lacks a part fails late and strangely, so it is said here. */
async function partsCheck() {
  const entries = await readdir(ROOT);
  const missing = ['client', 'server', 'shared', 'pnpm-lock.yaml'].filter((name) => !entries.includes(name));
  if (missing.length === 0) return ok('checkout', ROOT);
  return wrong('checkout', `${missing.join(', ')} missing in ${ROOT}`, 'Clone it again.');
}

async function queuesCheck({ redisUrl }) {
  if (redisUrl === null) return ok('queues', 'in the database');
  return fromFault('queues', await redisFault(redisUrl), 'the Redis of REDIS_URL answers');
}

function redisServerCheck() {
  const path = findRedisServer();
  if (path !== null) return ok('redis-server', `${path} (for npm test only)`);
  return note(
    'redis-server',
    'not installed (for npm test only)',
    'npm test installs it as root on Debian; else: sudo apt-get install redis-server.',
  );
}

function chromiumCheck() {
  const path = findChromium();
  if (path !== null) return ok('Chromium', `${path} (for npm test only)`);
  return note(
    'Chromium',
    'not installed (for npm test only)',
    'npm test installs it as root on Debian; else: sudo apt-get install chromium.',
  );
}

/** Databases of root that lie outside their data folder, and outlived it. */
function forgottenDatabases() {
  let names;
  try {
    names = readdirSync(SYSTEM_FOLDER);
  } catch {
    return []; // there never was one on this machine, or it is not ours to see
  }
  return names.flatMap((name) => {
    const folder = join(SYSTEM_FOLDER, name);
    try {
      const owner = readFileSync(join(folder, 'belongs-to'), 'utf8').trim();
      if (existsSync(owner)) return [];
      return [
        note('leftover', `${folder} is the database of ${owner}, which is gone`, 'Delete it when you do not need it.'),
      ];
    } catch {
      return []; // programs, or a folder of another user
    }
  });
}
