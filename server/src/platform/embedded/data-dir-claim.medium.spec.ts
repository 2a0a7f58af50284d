import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMark } from '../process/liveness.js';
import { claimantOf, claimDataDir } from './data-dir-claim.js';

/** Real: the file system and other processes. */

let dataDir: string;
let other: ChildProcess;

/** The note that another process would have left. */
const leaveClaim = (over: object) =>
  writeFileSync(
    join(dataDir, 'server.json'),
    JSON.stringify({
      pid: other.pid,
      mark: processMark(other.pid ?? 0),
      purpose: 'server',
      url: 'http://127.0.0.1:3000',
      startedAt: '2023-08-13T08:50:00.000Z',
      ...over,
    }),
  );

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rearguard-claim-'));
  other = spawn('sleep', ['60']);
  await once(other, 'spawn');
});

afterEach(async () => {
  other.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

describe('the claim of a data folder', () => {
  it('names this process until it is released', async () => {
    const claim = await claimDataDir(dataDir, 'server');
    await claim.announce('http://127.0.0.1:3000');
    expect(await claimantOf(dataDir)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:3000' });
    await claim.release();
    expect(await claimantOf(dataDir)).toBeNull();
  });

  it('is refused while another server lives, with its address', async () => {
    leaveClaim({});
    await expect(claimDataDir(dataDir, 'server')).rejects.toThrow(
      /Rearguard already runs on .* at http:\/\/127\.0\.0\.1:3000/,
    );
  });

  it('waits for a command to end', async () => {
    leaveClaim({ purpose: 'command' });
    const waiting = claimDataDir(dataDir, 'server');
    other.kill('SIGKILL');
    await waiting;
    expect(await claimantOf(dataDir)).toMatchObject({ pid: process.pid });
  });

  it('passes over one who is gone', async () => {
    other.kill('SIGKILL');
    await once(other, 'exit');
    leaveClaim({});
    await claimDataDir(dataDir, 'server');
    expect(await claimantOf(dataDir)).toMatchObject({ pid: process.pid });
  });

  it('passes over a number that was given to another process since', async () => {
    leaveClaim({ mark: 'of an earlier process' });
    await claimDataDir(dataDir, 'server');
    expect(await claimantOf(dataDir)).toMatchObject({ pid: process.pid });
  });

  it('passes over a note that a crash has torn', async () => {
    writeFileSync(join(dataDir, 'server.json'), '{"pid": 1');
    await claimDataDir(dataDir, 'server');
    expect(await claimantOf(dataDir)).toMatchObject({ pid: process.pid });
  });
});
