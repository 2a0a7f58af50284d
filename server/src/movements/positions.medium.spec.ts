import fc from 'fast-check';
import type { Change, Page, Picture, TrackPoint, Unit, UnitFacts } from '@rearguard/shared';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { LaneQueues } from '../platform/queue/lane-queues.js';
import { LivePicture } from '../picture/live-picture.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let cookie: string;
beforeAll(async () => {
  room = await openRoom();
  cookie = await room.signIn();
});
afterAll(() => room.close());

// Long enough ago that whatever reported then is stale by any limit.
const START = Date.now() - 3 * 3_600_000;
let lastUnit = 0;
const aUnit = () => `T-${(lastUnit += 1)}`;
const aReport = (unitId: string, second: number, over: object = {}) => ({
  unitId,
  lat: 16.8 + second / 10_000,
  lon: -3 + second / 10_000,
  observedAt: START + second * 1000,
  ...over,
});

/** Everything that was accepted is stored and shown. */
async function settled(): Promise<void> {
  await eventually(async () => (await room.app.get(LaneQueues).waiting('positions')) === 0, 'empty lanes');
  const head = (await room.changes(cookie, room.app.get(LivePicture).seq)).at(-1)?.seq ?? 0;
  await eventually(() => room.app.get(LivePicture).seq >= head, 'the picture to follow');
}

async function track(unitId: string): Promise<TrackPoint[]> {
  const path = `/api/units/${unitId}/track?from=${START - 1}&to=${START + 14_400_000}&limit=5000`;
  return (await room.get<Page<TrackPoint>>(path, cookie)).items;
}

describe('positions, from the door to history and picture', () => {
  it('stores a report, shows its unit as unregistered, and numbers both', async () => {
    const unitId = aUnit();
    const observedAt = Date.now();
    const report = aReport(unitId, 0, { observedAt, speedKmh: 22, courseDeg: 87, callsign: 'Lion 1' });
    const { status, body } = await room.send([report]);
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 1, rejected: [] });
    await settled();
    const unit = await room.get<Unit>(`/api/units/${unitId}`, cookie);
    expect(unit).toMatchObject({ id: unitId, registered: false, callsign: 'Lion 1', speedKmh: 22, stale: false });
    expect(unit.observedAt).toBe(new Date(observedAt).toISOString());
    expect(await track(unitId)).toHaveLength(1);
  });

  it('any order, repetition and splitting of the same reports gives the same history and the same place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (seconds, repeats, size, named) => {
          const unitId = aUnit();
          const reports = seconds.map((second) => aReport(unitId, second, named ? { reportId: `r${second}` } : {}));
          const sent = [...reports, ...repeats.map((index) => reports[index % reports.length]!)];
          for (let at = 0; at < sent.length; at += size) {
            expect((await room.send(sent.slice(at, at + size))).body.rejected).toEqual([]);
          }
          await settled();
          expect((await track(unitId)).map((point) => Date.parse(point.observedAt))).toEqual(
            seconds.map((second) => START + second * 1000).sort((a, b) => a - b),
          );
          const unit = await room.get<Unit>(`/api/units/${unitId}`, cookie);
          expect(Date.parse(unit.observedAt)).toBe(START + Math.max(...seconds) * 1000);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('refuses an id that is used again for something else, now and after a restart', async () => {
    const unitId = aUnit();
    await room.send([aReport(unitId, 0, { reportId: 'one' })]);
    const other = [aReport(unitId, 5, { reportId: 'one' })];
    expect((await room.send(other)).body.rejected).toMatchObject([{ index: 0, path: '/reportId', code: 'id-reused' }]);
    await settled();
    await room.restart();
    expect((await room.send(other)).body.rejected).toMatchObject([{ code: 'id-reused' }]);
    expect((await room.send([aReport(unitId, 0, { reportId: 'one' })])).body).toMatchObject({
      accepted: 1,
      rejected: [],
    });
    await settled();
    expect(await track(unitId)).toHaveLength(1);
  });

  it('the same id in one batch: the same content once, other content refused', async () => {
    const unitId = aUnit();
    const { body } = await room.send([
      aReport(unitId, 0, { reportId: 'x' }),
      aReport(unitId, 0, { reportId: 'x' }),
      aReport(unitId, 9, { reportId: 'x' }),
    ]);
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 2, code: 'id-reused' }] });
    await settled();
    expect(await track(unitId)).toHaveLength(1);
  });

  it('bad reports are refused one by one and never take good ones down', async () => {
    const unitId = aUnit();
    const { status, body } = await room.send([
      aReport(unitId, 0),
      { ...aReport(unitId, 1), lat: 91 },
      'nonsense',
      aReport(unitId, 2),
    ]);
    expect(status).toBe(202);
    expect(body.accepted).toBe(2);
    expect(body.rejected.map(({ index }) => index)).toEqual([1, 2]);
    await settled();
    expect(await track(unitId)).toHaveLength(2);
    const rejects = await room.get<Page<{ code: string; tokenName: string }>>('/api/feeds/rejects?limit=2', cookie);
    expect(rejects.items).toMatchObject([{ code: 'wrong-type' }, { code: 'out-of-range', tokenName: 'test' }]);
  });

  it.each(['null', '[]', '{}', '7', '{"reports":[]}'])(
    'a body of %s brings no reports, and is told so',
    async (body) => {
      const reply = await fetch(`${room.url}/api/feeds/positions/reports`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${room.feedToken}` },
      });
      expect([reply.status, await reply.json()]).toEqual([400, expect.objectContaining({ code: 'no-reports' })]);
    },
  );

  it.each([
    ['missing', '', 'id is missing'],
    ['too long', `id=${'x'.repeat(65)}`, 'id is longer than 64 characters'],
  ])('a telephone whose id is %s is told so by the name that it sent', async (_, id, message) => {
    const query = `${id}&lat=16.8&lon=-3&timestamp=${START}`;
    const reply = await fetch(`${room.url}/ingest/osmand/${room.feedToken}?${query}`);
    expect([reply.status, await reply.json()]).toEqual([400, expect.objectContaining({ path: '/id', message })]);
  });

  it('change numbers have no gap, and the picture is the fold of them', async () => {
    await room.send(Array.from({ length: 40 }, (_, i) => aReport(`F-${i % 7}`, i, { callsign: `C${i % 3}` })));
    await settled();
    // First the picture: old units are found stale at any moment, and the log goes on.
    const picture = await room.get<Picture>('/api/picture', cookie);
    const changes = (await room.changes(cookie)).filter(({ seq }) => seq <= picture.seq);
    expect(changes).toHaveLength(picture.seq);
    expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => index + 1));
    const folded = new Map<string, UnitFacts>();
    for (const change of changes.filter((one): one is Change => one.kind === 'unit')) {
      folded.set(change.id, change.body as UnitFacts);
    }
    for (const unit of Object.values(picture.units)) expect(unit).toMatchObject(folded.get(unit.id)!);
    expect(Object.keys(picture.units).sort()).toEqual([...folded.keys()].sort());
    for (const unit of Object.values(picture.units)) {
      expect((await track(unit.id)).at(-1)).toMatchObject({
        lat: unit.lat,
        lon: unit.lon,
        observedAt: unit.observedAt,
      });
    }
  });

  it('reads the same picture after a restart', async () => {
    // All but the first test's unit reported hours ago: when they are stale nothing is left to happen.
    const fresh = async () =>
      Object.values((await room.get<Picture>('/api/picture', cookie)).units).filter((unit) => !unit.stale);
    await eventually(async () => (await fresh()).length === 1, 'old units to be stale');
    const before = await room.get<Picture>('/api/picture', cookie);
    await room.restart();
    const after = await room.get<Picture>('/api/picture', cookie);
    expect(after.units).toEqual(before.units);
    expect(after.sites).toEqual(before.sites);
    expect(after.seq).toBe(before.seq);
  });

  it('says how the feed does', async () => {
    const positions = room.app
      .get(FeedHealthService)
      .health()
      .find(({ feed }) => feed === 'positions');
    expect(positions).toMatchObject({ state: 'live' });
    expect(positions!.accepted).toBeGreaterThan(0);
  });
});
