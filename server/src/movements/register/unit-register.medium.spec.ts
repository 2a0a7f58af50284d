// Real: the whole server with its database, queues and door, and the command line beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { ErrorBody, FeedReject, Page, RoomSettings, Unit, UnitFacts } from '@rearguard/shared';
import { runCommand } from '../../cli/program.js';
import { eventually, openRoom, type TestRoom } from '../../testing/room.js';

let room: TestRoom;
let control: string;
let administrator: string;
beforeAll(async () => {
  room = await openRoom();
  control = await room.signIn('movement-control');
  administrator = await room.signIn('administrator');
});
afterAll(() => room.close());

let lastUnit = 0;
const aUnit = () => `R-${(lastUnit += 1)}`;
let lastSecond = 0;
const aReport = (unitId: string, over: object = {}) => ({
  unitId,
  lat: 16.8,
  lon: -3,
  observedAt: Date.now() - 100_000 + (lastSecond += 1) * 1_000,
  ...over,
});

async function ask<Body>(cookie: string, method: string, path: string, body: object) {
  const answer = await fetch(`${room.url}${path}`, {
    method,
    headers: { cookie, origin: room.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Body & ErrorBody };
}
const settings = () => room.get<RoomSettings>('/api/settings', control);
const decide = async (unknownUnits: string, as = administrator) =>
  ask<RoomSettings>(as, 'PATCH', '/api/settings', { version: (await settings()).version, unknownUnits });
const shown = (unitId: string) => room.get<Unit>(`/api/units/${unitId}`, control);
const refusalsOf = async (...reports: object[]) => (await room.send(reports)).body.rejected;

describe('a unit', () => {
  it('is registered before it reports, and then shown as such', async () => {
    const id = aUnit();
    const { status, body } = await ask<UnitFacts>(control, 'POST', '/api/units', { id, callsign: 'Lion 1' });
    expect([status, body]).toEqual([201, expect.objectContaining({ id, callsign: 'Lion 1', registered: true })]);
    await room.send([aReport(id)]);
    await eventually(async () => (await shown(id).catch(() => null)) !== null, 'the unit in the picture');
    expect(await shown(id)).toMatchObject({ registered: true, callsign: 'Lion 1' });
    const again = await ask<UnitFacts>(control, 'POST', '/api/units', { id });
    expect([again.status, again.body.code]).toEqual([409, 'unit-exists']);
    expect(again.body.current).toMatchObject({ id });
  });

  it('that reports unasked is registered later, and amended by who has seen its newest version', async () => {
    const id = aUnit();
    await room.send([aReport(id, { callsign: 'its own' })]);
    await eventually(async () => (await shown(id).catch(() => null)) !== null, 'the unit in the picture');
    expect(await shown(id)).toMatchObject({ registered: false });
    const { body: entered } = await ask<UnitFacts>(control, 'POST', '/api/units', { id });
    expect(entered).toMatchObject({ registered: true, callsign: 'its own' });
    const amend = (version: number, over: object) =>
      ask<UnitFacts>(control, 'PATCH', `/api/units/${id}`, { version, ...over });
    const amended = await amend(entered.version, { callsign: 'Lion 2', symbol: 'SFGPUCI----K---' });
    expect([amended.status, amended.body.callsign]).toEqual([200, 'Lion 2']);
    const late = await amend(entered.version, { callsign: 'Lion 3' });
    expect([late.status, late.body.code, late.body.current]).toEqual([409, 'version-conflict', amended.body]);
    // What the lane remembers of the unit is older, and must not come back with the next report.
    await room.send([aReport(id, { convoyId: 'C-9' })]);
    await eventually(async () => (await shown(id)).convoyId === 'C-9', 'the report');
    expect(await shown(id)).toMatchObject({ callsign: 'Lion 2', symbol: 'SFGPUCI----K---', registered: true });
    const audit = await room.get<Page<{ action: string; subject: string }>>('/api/audit?limit=3', administrator);
    expect(audit.items.map(({ action, subject }) => [action, subject])).toEqual([
      ['unit.amend', id],
      ['unit.register', id],
      ['unit.register', 'R-1'],
    ]);
  });
});

describe('a room that refuses unknown units', () => {
  afterEach(() => decide('accept'));

  it('is made so by an administrator alone, on record, who has seen the settings as they are', async () => {
    expect((await decide('refuse', control)).status).toBe(403);
    const { version } = await settings();
    expect((await decide('refuse')).body).toEqual({ id: 'room', version: version + 1, unknownUnits: 'refuse' });
    const late = await ask<RoomSettings>(administrator, 'PATCH', '/api/settings', { version, unknownUnits: 'accept' });
    expect([late.status, late.body.current]).toEqual([409, await settings()]);
    const audit = await room.get<Page<object>>('/api/audit?action=settings.change', administrator);
    expect(audit.items[0]).toMatchObject({
      who: { name: 'Administrator' },
      detail: { unknownUnits: 'refuse', before: { unknownUnits: 'accept' } },
    });
  });

  it('refuses them one by one, keeps what was refused, and takes registered ones at once', async () => {
    const [known, unknown, planned] = [aUnit(), aUnit(), aUnit()];
    await ask(control, 'POST', '/api/units', { id: known });
    await ask(control, 'POST', '/api/convoys', {
      id: 'RC-1',
      routeId: 'msr-timbuktu-ber',
      plannedDepartureAt: new Date().toISOString(),
      plannedSpeedKmh: 15,
      unitIds: [planned],
    });
    expect(await refusalsOf(aReport(unknown))).toEqual([]);
    await decide('refuse');
    const { body } = await room.send([aReport(known), aReport(unknown), aReport(planned), { unitId: 7 }]);
    expect(body).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, path: '/unitId', code: 'unknown-unit' },
        { index: 3, path: '/unitId', code: 'wrong-type' },
      ],
    });
    const kept = await room.get<Page<FeedReject>>('/api/feeds/rejects?limit=2', control);
    expect(kept.items.map(({ code, path }) => [code, path])).toContainEqual(['unknown-unit', '/unitId']);
    await ask<UnitFacts>(control, 'POST', '/api/units', { id: unknown });
    expect(await refusalsOf(aReport(unknown))).toEqual([]);
    const off = async () => {
      // Its report is being stored and may give it another version at any moment.
      const { version } = (await ask<UnitFacts>(control, 'PATCH', `/api/units/${unknown}`, { version: 0 })).body
        .current as UnitFacts;
      return (await ask(control, 'PATCH', `/api/units/${unknown}`, { version, registered: false })).status === 200;
    };
    await eventually(off, 'the unit off the register');
    expect(await refusalsOf(aReport(unknown))).toMatchObject([{ code: 'unknown-unit' }]);
  });

  it('says where in a GeoJSON feature the unit stands', async () => {
    await decide('refuse');
    const { features } = {
      features: [
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [-3, 16.8] },
          properties: { unitId: aUnit(), observedAt: Date.now() },
        },
      ],
    };
    const answer = await fetch(`${room.url}/api/feeds/positions/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${room.feedToken}` },
      body: JSON.stringify({ type: 'FeatureCollection', features }),
    });
    expect(await answer.json()).toMatchObject({ rejected: [{ path: '/properties/unitId', code: 'unknown-unit' }] });
  });

  it('is made so from the command line too, which returns when every process holds to it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rearguard-cli-'));
    const quiet = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const say = (word: string) =>
      runCommand(['settings', 'unknown-units', word], { DATABASE_URL: room.databaseUrl, DATA_DIR: dataDir });
    const id = aUnit();
    try {
      expect(await say('perhaps')).toBe(2);
      expect(await say('refuse')).toBe(0);
      expect(await refusalsOf(aReport(id))).toMatchObject([{ code: 'unknown-unit' }]);
      expect(await say('accept')).toBe(0);
      expect(await refusalsOf(aReport(id))).toEqual([]);
    } finally {
      quiet.mockRestore();
      rmSync(dataDir, { recursive: true });
    }
  });
});
