import { constants } from 'node:fs';
import { access, mkdir, readFile, stat, statfs } from 'node:fs/promises';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { processAlive, processMark } from './processes.mjs';

const MB = 1024 * 1024;
/** Packages, builds and a new database together. */
const DISK_NEEDED_MB = 1500;
/**
 * Once everything is installed: what the database writes to come up. A room whose disk has filled up must start, to show
 * what it knows; its door stays closed until there is space.
 */
const DISK_NEEDED_LATER_MB = 64;

/**
 * A check answers null when all is well, else what is wrong and what to do, in whole sentences.
 * @typedef {{ wrong: string, todo: string }} Fault
 */

/** @returns {Promise<Fault | null>} */
export async function portFault({ port, host, dataDir }) {
  if (port === null)
    return { wrong: 'PORT is not a number from 0 to 65535', todo: 'Set it to one, or unset it for 3000.' };
  if (port === 0) return null;
  const code = await listenFault(port, host);
  if (code === null) return null;
  if (code === 'EADDRINUSE') {
    const running = await runningServer(dataDir);
    if (running !== null) {
      return {
        wrong: `Rearguard already runs here (process ${running.pid})`,
        todo: `Open ${running.url ?? 'it'}, or stop it first.`,
      };
    }
    const room = await roomAt(host, port);
    if (room !== null) {
      return {
        wrong: `Port ${port} on ${host} is taken by another Rearguard, at ${room}`,
        todo: `Open that one, stop it, or choose another port for this one: PORT=${port + 1} npm start.`,
      };
    }
    return {
      wrong: `Port ${port} on ${host} is taken by another program`,
      todo: `Stop that program, or choose another port: PORT=${port + 1} npm start.`,
    };
  }
  if (code === 'EACCES') {
    return {
      wrong: `This user may not listen on port ${port}`,
      todo: 'Choose a port above 1023: PORT=3000 npm start.',
    };
  }
  return { wrong: `Listening on ${host}:${port} fails (${code})`, todo: 'Set HOST to an address of this machine.' };
}

const ROOM_ANSWERS_WITHIN_MS = 1_500;

/** The address of a room that answers at a port of this machine, or null: something else, or one that speaks https alone. */
export function roomAt(host, port) {
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return new Promise((resolve) => {
    const request = get(
      { host: own, port, path: '/api/nothing', agent: false, timeout: ROOM_ANSWERS_WITHIN_MS },
      (reply) => {
        reply.resume();
        // Asked without a name, a room says in whose name one may ask.
        const isRoom = reply.headers['www-authenticate'] === 'Bearer realm="rearguard"';
        resolve(isRoom ? `http://${own.includes(':') ? `[${own}]` : own}:${port}` : null);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(null));
  });
}

function listenFault(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', (cause) => resolve(cause.code ?? cause.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

/** The server that works on a data folder now, or null. */
export async function runningServer(dataDir) {
  try {
    const claim = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));
    if (claim.purpose !== 'server' || !processAlive(claim.pid)) return null;
    const mark = processMark(claim.pid);
    return mark !== null && claim.mark !== null && mark !== claim.mark ? null : claim;
  } catch {
    return null; // none, or a torn file: nobody whom we could name
  }
}

/** @returns {Promise<Fault | null>} */
export async function dataDirFault({ dataDir }) {
  const todo = 'Change its owner or mode, or choose another folder: DATA_DIR=/path/to/folder npm start.';
  try {
    // Root's data folder must let the database's own user pass; what is secret in it is closed file by file.
    await makeFolders(dataDir, process.getuid?.() === 0 ? 0o755 : 0o700);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (cause) {
    return { wrong: `The data folder ${dataDir} cannot be written (${cause.code ?? cause.message})`, todo };
  }
}

/** Node.js's own `recursive` never ends where a file system answers "no such file" to mkdir, as /proc does. */
async function makeFolders(folder, mode) {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolders(dirname(folder), mode);
  await mkdir(folder, { mode }).catch((cause) => {
    if (cause.code !== 'EEXIST') throw cause;
  });
}

/** @returns {Promise<Fault | null>} */
export async function diskFault(folder, { installed }) {
  const needed = installed ? DISK_NEEDED_LATER_MB : DISK_NEEDED_MB;
  const free = await freeMb(folder);
  if (free === null || free >= needed) return null;
  return {
    wrong: `The disk of ${folder} has ${free} MB left, and ${needed} MB are needed`,
    todo: 'Free some space, or put DATA_DIR on another disk.',
  };
}

/** Free space for us on the disk of a folder (or of the nearest folder above it that exists), in MB. */
export async function freeMb(folder) {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return Math.floor((bavail * bsize) / MB);
    } catch {
      if (path === dirname(path)) return null;
    }
  }
}

const ANSWER_WITHIN_MS = 3_000;

/**
 * Whether anything listens where REDIS_URL says. What it is and how it is set, the server looks at when it starts.
 * @returns {Promise<Fault | null>}
 */
export async function redisFault(redisUrl) {
  const todo = 'Start it, correct the address, or unset REDIS_URL to run on PostgreSQL alone.';
  if (!URL.canParse(redisUrl)) return { wrong: 'REDIS_URL is not an address', todo };
  const { hostname, port } = new URL(redisUrl);
  const place = `${hostname}:${port || 6379}`;
  const code = await new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: ANSWER_WITHIN_MS });
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on('connect', () => end(null));
    socket.on('timeout', () => end('no answer'));
    socket.on('error', (cause) => end(cause.code ?? cause.message));
  });
  return code === null ? null : { wrong: `no Redis answers at ${place} (${code})`, todo };
}
