// Real: PostgreSQL, the commands, and a server with access alone. Stand-in: the exercise behind its two routes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { REMEMBERED_MS } from '../access/credentials.js';
import { claimDataDir } from '../platform/embedded/index.js';
import { type AccessRoom, openAccessRoom } from '../testing/access-room.js';
import { runCommand } from './program.js';

let room: AccessRoom;
let dataDir: string;
let environment: Record<string, string>;
beforeAll(async () => {
  room = await openAccessRoom();
  dataDir = mkdtempSync(join(tmpdir(), 'rearguard-cli-'));
  environment = { DATABASE_URL: room.databaseUrl, DATA_DIR: dataDir };
});
afterAll(async () => {
  await room.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs a command as a shell would see it. */
async function rearguard(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const catching = (where: 'out' | 'err') => (chunk: unknown) => {
    said[where] += String(chunk);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(catching('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(catching('err')),
  ];
  try {
    return { status: await runCommand(words, environment), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const send = (secret: string) =>
  fetch(`${room.url}/api/feeds/positions/reports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
    body: '{"text":"x"}',
  });

describe('while the server runs', () => {
  let release: () => Promise<void>;
  beforeAll(async () => {
    const claim = await claimDataDir(dataDir, 'server');
    await claim.announce(room.url);
    release = () => claim.release();
  });
  afterAll(() => release());

  it('prints a link that signs in, alone on stdout', async () => {
    const { status, out } = await rearguard('sign-in-link', 'commander', '--name', 'B. Traoré');
    expect(status).toBe(0);
    expect(out.split('\n')).toEqual([expect.stringMatching(/\/sign-in\/[\w-]{43}$/), '']);
    expect(out.startsWith(room.url)).toBe(true);
    expect((await fetch(out.trim(), { redirect: 'manual' })).status).toBe(303);
  });

  it('makes a feed token that works until it is revoked by its name', async () => {
    const { out } = await rearguard('feed-token', 'create', 'positions', '--name', 'truck radio');
    const secret = out.trim();
    expect((await send(secret)).status).toBe(201);
    const listed = (await rearguard('feed-token', 'list')).out;
    expect(listed).toContain('positions\ttruck radio');
    expect(listed).not.toContain(secret);
    expect((await rearguard('feed-token', 'revoke', 'truck radio')).status).toBe(0);
    room.time.set(room.time.now() + REMEMBERED_MS);
    expect((await send(secret)).status).toBe(401);
    const again = await rearguard('feed-token', 'revoke', 'truck radio');
    expect([again.status, again.out]).toEqual([1, '']);
    expect(again.err).toContain('No valid feed token has the id or name truck radio');
  });

  it('makes a read token that reads', async () => {
    const { out } = await rearguard('read-token', 'create', '--name', 'wall 1');
    const read = await fetch(`${room.url}/api/things`, { headers: { Authorization: `Bearer ${out.trim()}` } });
    expect(read.status).toBe(200);
  });

  it('makes a user who sets a password, resets them, and shuts them out', async () => {
    const made = await rearguard('user', 'create', 'Mariam Koné', '--role', 'duty-officer');
    expect([made.status, made.out]).toEqual([0, expect.stringMatching(/^http\S+\/sign-in\/[\w-]{43}\n$/)]);
    const came = await fetch(made.out.trim(), { redirect: 'manual' });
    expect([came.status, came.headers.get('location')]).toEqual([303, '/account']);
    const taken = await rearguard('user', 'create', ' mariam  KONÉ ', '--role', 'wall');
    expect([taken.status, taken.err]).toEqual([1, 'Somebody has an account of this name.\n']);
    const cookie = came.headers.getSetCookie()[0]!.split(';')[0]!;
    const read = () => fetch(`${room.url}/api/things`, { headers: { cookie } });
    expect((await read()).status).toBe(200);
    const reset = await rearguard('user', 'reset', 'Mariam Koné');
    room.time.set(room.time.now() + REMEMBERED_MS);
    expect((await read()).status).toBe(401);
    expect((await rearguard('user', 'disable', 'mariam koné')).status).toBe(0);
    expect((await fetch(reset.out.trim(), { redirect: 'manual' })).status).toBe(410);
    const unknown = await rearguard('user', 'disable', 'Nobody');
    expect([unknown.status, unknown.err]).toEqual([1, 'Nobody has an account of the name Nobody.\n']);
  });

  it('gives a token a successor, and both are good for a while', async () => {
    const old = (await rearguard('feed-token', 'create', 'positions', '--name', 'south radio')).out.trim();
    const listed = (await rearguard('feed-token', 'list')).out
      .split('\n')
      .find((line) => line.includes('south radio'))!;
    const fresh = await rearguard('feed-token', 'rotate', listed.split('\t')[0]!, '--overlap-hours', '2');
    expect(fresh.err).toContain('which goes on for 2 hours');
    expect((await send(old)).status).toBe(201);
    expect((await send(fresh.out.trim())).status).toBe(201);
    expect((await rearguard('read-token', 'rotate', listed.split('\t')[0]!)).status).toBe(1);
  });

  it('says whether the audit record is sound, and what to note', async () => {
    const sound = await rearguard('audit', 'verify');
    expect([sound.status, sound.out]).toEqual([0, expect.stringMatching(/^\d+:[0-9a-f]{64}\n$/)]);
    await rearguard('read-token', 'create', '--name', 'one more');
    expect((await rearguard('audit', 'verify', '--noted', sound.out.trim())).status).toBe(0);
    const other = `${sound.out.split(':')[0]!}:${'0'.repeat(64)}`;
    const broken = await rearguard('audit', 'verify', '--noted', other);
    expect([broken.status, broken.out]).toEqual([1, '']);
    expect(broken.err).toContain('written anew or cut off');
  });

  it('controls the exercise as an administrator of its own, whose session ends with the command', async () => {
    expect(JSON.parse((await rearguard('exercise', 'status')).out)).toEqual({
      asker: 'Command line',
      role: 'administrator',
    });
    expect(JSON.parse((await rearguard('exercise', 'speed', '60')).out)).toEqual({ speed: 60 });
    const refused = await rearguard('exercise', 'speed', '3600');
    expect(refused).toEqual({ status: 1, out: '', err: 'No run is going on.\n' });
  });
});

it('says so when no server runs an exercise', async () => {
  const { status, out, err } = await rearguard('exercise', 'pause');
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('No server is ready');
});

it.each([
  ['a role that is none', ['sign-in-link', 'king'], 'Roles: watch-officer'],
  ['a feed that is none', ['feed-token', 'create', 'weather', '--name', 'x'], 'Feeds: positions'],
  ['a token without a name', ['read-token', 'create'], '--name'],
  ['a speed beyond the limit', ['exercise', 'speed', '4000'], '0.1 to 3600'],
  ['an instant without an offset', ['exercise', 'jump', '2023-08-13T09:00'], 'offset'],
  ['a user without a role', ['user', 'create', 'A'], '--role'],
  ['a name of nothing', ['user', 'create', ' ', '--role', 'wall'], 'must not be empty'],
  ['a slip of the finger', ['exercize'], 'unknown command'],
  ['a command of later versions', ['import', 'here', '--fast'], 'not built yet'],
  ['an export of what is none', ['export', 'everything'], 'Allowed choices are changes, positions'],
  ['a bound without an offset', ['export', 'changes', '--from', '2023-08-13T09:00'], 'offset'],
])('does not take %s', async (_, words, sentence) => {
  const { status, out, err } = await rearguard(...words);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(sentence);
});

it('lists what exists and nothing else', async () => {
  const { status, out } = await rearguard('--help');
  expect(status).toBe(0);
  for (const command of [
    'sign-in-link',
    'feed-token',
    'read-token',
    'user',
    'audit',
    'exercise',
    'backup',
    'restore',
    'export',
  ]) {
    expect(out).toContain(command);
  }
  expect(out).not.toMatch(/import/);
});
