// Real: the whole server with its database.
import type { Alert, ErrorBody, Page, Picture, ProtectionEntry, Site } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let manager: string;
beforeAll(async () => {
  room = await openRoom();
  manager = await room.signIn('site-manager');
});
afterAll(() => room.close());

const site = async () => (await room.get<Picture>('/api/picture', manager)).sites['kidal']!;
const amend = async (body: object) => {
  const answer = await fetch(`${room.url}/api/sites/kidal/protection`, {
    method: 'PATCH',
    headers: { cookie: manager, origin: room.url, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'morning report', ...body }),
  });
  return { status: answer.status, body: (await answer.json()) as Site & ErrorBody };
};
const alerts = async () => {
  const { items } = await room.get<Page<Alert>>('/api/alerts?subject=site:kidal', manager);
  return items.filter(({ kind }) => kind === 'guard_below_minimum');
};
const people = (count: number) => ({ people: { count, source: 'site manager' } });

it('calls when the last 50 people are at a site with a set minimum of 80, until there are enough again (SR-61)', async () => {
  await eventually(async () => (await site()) !== undefined, 'the site');
  const { version } = await site();
  expect((await amend({ version, guardMinimum: 80, ...people(120) })).status).toBe(200);
  const amended = await amend({
    version: version + 1,
    posture: 'stand_to',
    reason: 'shots at the gate',
    ...people(50),
  });
  expect(amended.body.protection).toMatchObject({ posture: 'stand_to', postureReason: 'shots at the gate' });
  await eventually(async () => (await alerts()).length > 0, 'the alert');
  expect(await alerts()).toMatchObject([
    { severity: 'high', state: 'raised', facts: { atSite: 50, guardMinimum: 80, missing: 30 }, eased: false },
  ]);
  const { body } = await amend({ version: version + 2, ...people(90) });
  // Guards are among the people: of 90 too few to guard it are 70.
  expect(body.protection).toMatchObject({ posture: 'stand_to', people: { count: 90, source: 'site manager' } });
  await eventually(async () => (await alerts())[0]!.eased, 'enough people');
  await amend({ version: version + 3, guards: { count: 70, source: 'guard commander' } });
  await eventually(async () => !(await alerts())[0]!.eased, 'too few guards');
  expect(await alerts()).toHaveLength(1);
});

it('refuses what cannot be, and who was not first', async () => {
  const { version } = await site();
  const tooMany = { ...people(10), guards: { count: 11, source: 'x' } };
  expect(await amend({ version, ...tooMany })).toMatchObject({ status: 400, body: { path: '/guards/count' } });
  const later = { people: { count: 1, source: 'x', asOf: Date.now() + 3_600_000 } };
  expect(await amend({ version, ...later })).toMatchObject({ status: 400, body: { path: '/people/asOf' } });
  expect(await amend({ version: 1, ...people(5) })).toMatchObject({ status: 409, body: { current: { version } } });
});

it('tells who did it to staff, and no wall', async () => {
  const entries = await room.get<Page<ProtectionEntry>>('/api/sites/kidal/protection/history', manager);
  expect(entries.items).toHaveLength(4);
  expect(entries.items[1]).toMatchObject({
    who: { kind: 'person', role: 'site-manager' },
    reason: 'shots at the gate',
    before: { posture: 'normal' },
    after: { posture: 'stand_to' },
  });
  const wall = await room.signIn('wall');
  const { sites } = await room.get<Picture>('/api/picture', wall);
  expect(sites['kidal']!.protection).toMatchObject({ posture: 'stand_to', guardMinimum: 80 });
  expect(JSON.stringify(sites)).not.toContain(entries.items[1]!.who.name);
});
