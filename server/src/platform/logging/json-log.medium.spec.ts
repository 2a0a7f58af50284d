// Real: PostgreSQL and a whole live server, whose every line is caught. Nothing stands in for anything.
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AccessTokens } from '../../access/access-tokens.js';
import { SignInLinks } from '../../access/sign-in-links.js';
import { openRoom, type TestRoom } from '../../testing/room.js';

let room: TestRoom;
const lines: string[] = [];
const spies: { mockRestore(): void }[] = [];
beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const spy = jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
      lines.push(...String(chunk).split('\n').filter(Boolean));
      return true;
    });
    spies.push(spy);
  }
  room = await openRoom({ DEAD_MAN_URL: 'http://127.0.0.1:9/ping/of-the-watch' });
});
afterAll(async () => {
  for (const spy of spies) spy.mockRestore();
  await room.close();
});

/** Makes every question to the database fail, with all that it says, for as long as `work` takes. */
async function brokenDatabase(work: () => Promise<void>): Promise<void> {
  const database = room.app.get(DataSource);
  const fault = () =>
    new Error(`connection to ${room.databaseUrl} was lost by the test`, { cause: new Error(room.databaseUrl) });
  const broken = [
    jest.spyOn(database, 'query').mockRejectedValue(fault()),
    jest.spyOn(database, 'transaction').mockRejectedValue(fault()),
    jest.spyOn(database.manager, 'query').mockRejectedValue(fault()),
  ];
  try {
    await work();
  } finally {
    for (const spy of broken) spy.mockRestore();
  }
}

it('is lines of JSON, and holds no code, token, cookie, password or address with one, whatever fails', async () => {
  const cookie = await room.signIn('administrator');
  const { path } = await room.app.get(SignInLinks).create('watch-officer');
  const code = path.split('/').at(-1)!;
  const reading = (await room.app.get(AccessTokens).createForReading('monitor')).secret;
  const password = decodeURIComponent(new URL(room.databaseUrl).password);
  expect(password.length).toBeGreaterThan(8);

  await fetch(`${room.url}/sign-in/${code}x`, { redirect: 'manual' });
  await room.send([{ unitId: 'L-1', lat: 1, lon: 1, observedAt: Date.now() }]);
  await brokenDatabase(async () => {
    await fetch(`${room.url}${path}`, { redirect: 'manual' });
    await fetch(`${room.url}/api/units`, { headers: { cookie } });
    await fetch(`${room.url}/metrics`, { headers: { authorization: `Bearer ${reading}` } });
    await fetch(`${room.url}/ingest/osmand/${room.feedToken}?id=L-1&lat=1&lon=1&timestamp=1`);
    await fetch(`${room.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ code }),
    });
  });

  const faults = lines.map((line) => JSON.parse(line) as { level: string; message: string; pid: number });
  const log = lines.join('\n');
  // What failed is there, so that its silence on secrets means something.
  expect(faults.length).toBeGreaterThan(3);
  expect(log).toContain('correlation id');
  expect(log).toContain('was lost by the test');
  for (const secret of [cookie.split('=')[1]!, code, reading, room.feedToken, password, 'of-the-watch']) {
    expect(log).not.toContain(secret);
  }
  expect(log).not.toContain(room.databaseUrl);
});
