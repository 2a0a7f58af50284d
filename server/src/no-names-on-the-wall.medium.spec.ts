// Real: the whole server with its database. A person with a name like no other does what leaves names; then everything that
// a wall can get, by read token and by session, is read and searched for the name.
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type Action, type Alert, type Convoy, may, type Page, PROTOCOL_VERSION } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { AccessTokens } from './access/access-tokens.js';
import { ALLOW } from './access/decorators.js';
import { SignInLinks } from './access/sign-in-links.js';
import { ChangeLog } from './changes/change-log.js';
import { aPlan } from './testing/followed-convoy.js';
import { eventually, openRoom, type TestRoom } from './testing/room.js';

const NAME = 'Zzyzx Quillfeather';
/** Fields of health that no wall has a use for, wherever a later model puts them. */
const MEDICAL = /^(patients?|patientCode|diagnosis|injur(y|ies)|bloodGroup|triage|vitals|treatment|medicalNotes)$/;

let room: TestRoom;
let token: string;
let alertId: string;
beforeAll(async () => {
  room = await openRoom();
  token = (await room.app.get(AccessTokens).createForReading('wall of the room')).secret;
  await actByName();
});
afterAll(() => room.close());

async function signInAs(role: 'administrator' | 'movement-control' | 'duty-officer'): Promise<string> {
  const { path } = await room.app.get(SignInLinks).create(role, NAME);
  const reply = await fetch(`${room.url}${path}`, { redirect: 'manual' });
  return reply.headers.get('set-cookie')!.split(';')[0]!;
}

/** What leaves a name behind. Whatever a new feature lets people do is added here, done by the person of that name. */
async function actByName(): Promise<void> {
  const act = async (cookie: string, method: string, path: string, body: unknown) => {
    const headers = { cookie, origin: room.url, 'content-type': 'application/json' };
    const reply = await fetch(`${room.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  };
  const administrator = await signInAs('administrator');
  const control = await signInAs('movement-control');
  await act(administrator, 'POST', '/api/users', { name: `${NAME} the second`, role: 'wall' });
  await act(control, 'POST', '/api/units', { id: 'LEAD-1', callsign: 'LEAD 1' });
  await act(control, 'POST', '/api/convoys', aPlan({ id: 'BER-77' }));
  await room.send([{ unitId: 'LEAD-1', lat: 16.6, lon: -3, observedAt: Date.now() }]);
  // A line of the watch log with no source of its own, and whom an escalation calls: somebody rostered without an account.
  const duty = await signInAs('duty-officer');
  const incident = { kind: 'convoy_attack', severity: 'critical', place: 'Ber' };
  await act(duty, 'POST', '/api/log', { text: 'contact north of Ber', incident });
  await act(duty, 'POST', '/api/shifts/take', {});
  await room.app
    .get(DataSource)
    .query(`UPDATE shift SET body = jsonb_set(body, '{person,personId}', 'null') WHERE post = 'duty-officer'`);
  const watch = await room.signIn('watch-officer');
  const [alert] = (await room.get<Page<Alert>>('/api/alerts', watch)).items;
  alertId = alert!.id;
  await act(watch, 'POST', `/api/alerts/${alertId}/escalate`, { version: alert!.version });
  await act(control, 'POST', '/api/movements', { id: 'BER-77', commander: NAME });
  await act(control, 'POST', '/api/consignments', { direction: 'import', goods: 'fuel' });
  await act(duty, 'POST', '/api/flight-requests', { purpose: 'resupply' });
  await act(duty, 'POST', '/api/restrictions', { place: 'gao' });
  await changeWithNames(1_001);
}

/** A change as a model with people in it makes them, whether or not this version has one. */
async function changeWithNames(version: number): Promise<void> {
  const convoy = await room.get<Convoy>('/api/convoys/BER-77', await room.signIn());
  const by = { kind: 'person', personId: 'p-1', id: 'p-1', name: NAME, role: 'duty-officer' };
  const body = { ...convoy, version, holder: by, history: [{ who: by, signedBy: NAME }], note: { by: NAME } };
  const now = Date.now();
  await room.app.get(ChangeLog).write((tx) => {
    tx.change({ kind: 'convoy', id: convoy.id, version, at: now, observedAt: now, op: 'put', body });
    return Promise.resolve();
  });
}

/** Every address that a wall may read, with the ids that lists have told of. */
async function addresses(read: (path: string) => Promise<{ status: number; text: string }>): Promise<string[]> {
  const scanner = room.app.get(MetadataScanner, { strict: false });
  const paths = room.app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name]!;
        const action = (Reflect.getMetadata(ALLOW, handler) ?? Reflect.getMetadata(ALLOW, metatype)) as
          Action | undefined;
        if (Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.GET) return [];
        if (action === undefined || !may('wall', action)) return [];
        const own = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
        return own.map((one) =>
          `/${String(Reflect.getMetadata(PATH_METADATA, metatype))}/${one}`
            .replace(/\/+/g, '/')
            .replace(/(.)\/$/, '$1')
            .replace(':kind', 'convoys'),
        );
      });
    });
  const filled: string[] = [];
  for (const path of new Set(paths)) {
    if (!path.includes(':')) {
      filled.push(path);
      continue;
    }
    const list = await read(path.slice(0, path.indexOf('/:')));
    const { items = [] } = (list.status === 200 ? JSON.parse(list.text) : {}) as { items?: { id: string }[] };
    filled.push(...items.slice(0, 3).map(({ id }) => path.replace(/:\w+/, encodeURIComponent(id))));
  }
  return filled;
}

/** Names of all fields in an answer, with their places. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [`${at}/${key}`, ...fieldsOf(field, `${at}/${key}`)]);
}

const isMedical = (place: string) => MEDICAL.test(place.split('/').at(-1)!);
const reader = (headers: () => Promise<Record<string, string>>) => async (path: string) => {
  const reply = await fetch(`${room.url}${path}`, { headers: await headers() });
  return { status: reply.status, text: await reply.text() };
};

describe.each([
  ['a read token', () => Promise.resolve({ authorization: `Bearer ${token}` })],
  ['the session of a wall', async () => ({ cookie: await room.signIn('wall') })],
])('%s', (_, headers) => {
  it('reads no name and nothing of anybody’s health, at any address', async () => {
    const given = await headers();
    const read = reader(() => Promise.resolve(given));
    const told: string[] = [];
    const found: string[] = [];
    for (const path of await addresses(read)) {
      const { status, text } = await read(path);
      if (status === 200) told.push(path);
      if (text.includes('Zzyzx') || text.includes('Quillfeather')) found.push(`${path}: the name`);
      if (/^[[{]/.test(text)) found.push(...fieldsOf(JSON.parse(text)).filter(isMedical));
    }
    expect(found).toEqual([]);
    const all = ['/api/picture', '/api/changes', '/api/convoys/BER-77', '/api/convoys/BER-77/history', '/api/units'];
    const more = [`/api/alerts/${alertId}/history`, '/api/movements', '/api/movements/BER-77/history'];
    expect(told).toEqual(expect.arrayContaining([...all, ...more]));
  });
});

it('is told by the same addresses to whoever may know, so that their silence means something', async () => {
  const cookie = await room.signIn('duty-officer');
  const read = reader(() => Promise.resolve({ cookie }));
  for (const path of ['/api/picture', '/api/changes', '/api/convoys/BER-77/history', `/api/alerts/${alertId}/history`])
    expect((await read(path)).text).toContain(NAME);
});

it('is not sent to a wall that watches, at once or when it has caught up, and is to the room', async () => {
  const heard = { wall: '', resumed: '', room: '' };
  const watch = (who: keyof typeof heard, cookie: string, auth: object, after?: number) => {
    const socket = room.connect(cookie);
    socket.auth = auth;
    socket.onAny((event: string, payload: unknown) => {
      if (!event.startsWith('tracks:')) heard[who] += `${event} ${JSON.stringify(payload)}\n`;
    });
    socket.emit(
      'picture:watch',
      { protocol: PROTOCOL_VERSION, ...(after !== undefined && { after }) },
      () => undefined,
    );
  };
  watch('wall', '', { token });
  watch('resumed', await room.signIn('wall'), {}, 0);
  watch('room', await room.signIn('duty-officer'), {});
  const have = (text: string) => Object.values(heard).every((said) => said.includes(text));
  await eventually(() => have('BER-77'), 'the first picture');
  await changeWithNames(1_002);
  await eventually(() => have('"version":1002'), 'the change');
  expect(heard.room).toContain(NAME);
  expect(heard.wall).toContain('picture:snapshot');
  expect(heard.resumed).toContain('picture:changes');
  for (const said of [heard.wall, heard.resumed]) {
    expect(said).not.toMatch(/Zzyzx|Quillfeather/);
    const fields = said
      .trim()
      .split('\n')
      .flatMap((line) => fieldsOf(JSON.parse(line.slice(line.indexOf(' ') + 1) || 'null')));
    expect(fields.filter(isMedical)).toEqual([]);
  }
});
