// Real: the whole server with its database, queues and door. Stand-in: none; only the story is not played to its end.
import type { Change, ErrorBody, Page, Picture, RoomClock, TrackPoint } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

/** A jump plays all that lies between, at the pace of the machine. */
const BUSY_MACHINE_MS = 60_000;

let room: TestRoom;
let cookie: string;

const ask = async (path: string, method = 'POST', body?: unknown) => {
  const answer = await fetch(`${room.url}/api/exercise${path}`, {
    method,
    headers: { cookie, origin: new URL(room.url).origin, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as RoomClock };
};
const picture = () => room.get<Picture>('/api/picture', cookie);
const askClock = async () => (await ask('', 'GET')).body;

/** What a picture says, without what a run may number anew. */
function standing({ units, convoys, sites }: Picture) {
  const bare = (all: Record<string, object>) =>
    Object.fromEntries(
      Object.entries(all)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, one]) => [id, { ...one, version: 0, no: 0 }]),
    );
  return { units: bare(units), convoys: bare(convoys), sites: bare(sites) };
}

async function allChanges(): Promise<Change[]> {
  const changes: Change[] = [];
  for (;;) {
    const more = await room.changes(cookie, changes.at(-1)?.seq ?? 0);
    if (more.length === 0) return changes;
    changes.push(...more);
  }
}

describe('the exercise in a whole room', () => {
  beforeAll(async () => {
    room = await openRoom({ EXERCISE: 'mali-2023' });
  });
  afterAll(() => room.close());

  it('shows life at once, and stands until the first screen signs in', async () => {
    cookie = await room.signIn('duty-officer');
    const { convoys, units, sites, clock } = await picture();
    expect(clock.mode).toBe('exercise');
    const onTheRoad = Object.values(convoys).filter((convoy) => convoy.state === 'departed');
    expect(onTheRoad.length).toBeGreaterThanOrEqual(5);
    expect(onTheRoad.filter((convoy) => convoy.stale).map((convoy) => convoy.id)).toEqual(['GKD-01']);
    expect(convoys['BER-01']).toMatchObject({ state: 'departed', haltedSince: null, headUnitId: 'BER-H' });
    expect(units['BER-H']).toMatchObject({ registered: true, convoyId: 'BER-01', stale: false, callsign: 'BER HEAD' });
    expect(Object.keys(sites)).toHaveLength(13);
    expect(sites['ber']).toMatchObject({ state: 'closed', handedOverOn: '2023-08-12', lastDepartureOn: '2023-08-13' });
    expect(sites['goundam']).toMatchObject({ state: 'closing' });
    const changes = await allChanges();
    const begun = changes.filter((change) => change.kind === 'clock').map((change) => change.body as RoomClock);
    expect(begun[0]).toMatchObject({ at: '2023-08-13T08:50:00.000Z', exercise: { state: 'waiting' } });
    await eventually(async () => (await askClock()).exercise?.state === 'running', 'the clock that runs');
  });

  it('is held, sped up and let go by who may, each act on record; others are refused', async () => {
    expect((await ask('/pause')).body.exercise).toMatchObject({ state: 'paused', achievedSpeed: 0 });
    const { at } = await askClock();
    expect((await ask('/speed', 'POST', { speed: 3_600 })).body).toMatchObject({ at, exercise: { speed: 3_600 } });
    expect((await ask('/speed', 'POST', { speed: 3_601 })).status).toBe(400);
    expect((await ask('/jump', 'POST', { to: '2022-01-01T00:00:00Z' })).status).toBe(422);
    const mine = cookie;
    cookie = await room.signIn('customs-liaison');
    expect((await ask('/resume')).status).toBe(403);
    expect((await ask('', 'GET')).status).toBe(200);
    cookie = await room.signIn('administrator');
    const audit = await room.get<{ items: { action: string }[] }>('/api/audit', cookie);
    expect(audit.items.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['exercise.pause', 'exercise.speed']),
    );
    cookie = mine;
  });

  it('plays the first attack, jumps on through the second, and back by a run that tells the same again', async () => {
    const first = '2023-08-13T09:15:00Z';
    const { runId } = (await ask('/jump', 'POST', { to: first })).body.exercise!;
    const once = await settled();
    expect(once.convoys['BER-01']!.haltedSince).toMatch(/^2023-08-13T(08:59|09:0)/);
    expect(once.clock).toMatchObject({ at: '2023-08-13T09:15:00.000Z', exercise: { state: 'paused' } });
    const calls = Object.values(once.alerts).filter(({ raisedAt }) => raisedAt >= '2023-08-13T08:50:00.000Z');
    const attack = calls.find(({ kind, severity }) => kind === 'convoy_attack' && severity === 'critical');
    expect(attack).toMatchObject({
      raisedAt: '2023-08-13T09:00:00.000Z',
      ruleId: 'convoy_attacked',
      // Nobody has taken it, two minutes a level: the commander has been called.
      state: 'escalated',
      level: 3,
      subjects: [
        { type: 'incident', id: 'EV-020' },
        { type: 'convoy', id: 'BER-01' },
      ],
      proposals: [{ why: 'same-convoy' }],
    });
    await ask('/resume');
    // Whoever is called has the time that they would have in life.
    await eventually(async () => (await askClock()).exercise!.heldBack, 'time to slow down for what is critical');
    await ask('/pause');
    await ask('/jump', 'POST', { to: '2023-08-13T09:16:00Z' });
    // What was there before people came in is in somebody's hands.
    const earlier = Object.values(once.alerts).filter(({ raisedAt }) => raisedAt < '2023-08-13T08:50:00.000Z');
    expect(earlier.map(({ state }) => state).filter((state) => state === 'raised' || state === 'escalated')).toEqual(
      [],
    );
    expect(earlier.some(({ kind }) => kind === 'position_stale')).toBe(true);

    await ask('/jump', 'POST', { to: '2023-08-13T13:20:00Z' });
    const later = await settled();
    expect(later.convoys['BER-01']!.haltedSince).toMatch(/^2023-08-13T(12:5|13:0)/);
    expect(later.convoys['GSA-01']).toMatchObject({ state: 'arrived' });
    // Silent since the morning, it is heard again before eleven.
    expect([once.convoys['GKD-01']!.stale, later.convoys['GKD-01']!.stale]).toEqual([true, false]);

    expect((await ask('/jump', 'POST', { to: first })).body.exercise!.runId).not.toBe(runId);
    const again = await settled();
    expect(standing(again).convoys).toEqual(standing(once).convoys);
    expect(standing(again).sites).toEqual(standing(once).sites);
    expect(standing(again).units).toEqual(standing(once).units);
    const changes = await allChanges();
    // Whatever the new run does not tell anew must be gone.
    const gone = new Set(changes.filter(({ op }) => op === 'remove').map(({ kind }) => kind));
    expect([...gone]).toEqual(expect.arrayContaining(['movement', 'flight-request', 'consignment', 'restriction']));
    expect(changes.map((change) => change.seq)).toEqual(changes.map((_, index) => index + 1));
  });

  it('takes in what comes from outside on its own time, running or held', async () => {
    await ask('/speed', 'POST', { speed: 7, dropsAtCritical: false });
    await ask('/resume');
    const began = (await askClock()).at;
    for (let no = 1; no <= 8; no++) {
      if (no === 5) await ask('/pause');
      const report = { unitId: `OUTSIDE-${no}`, lat: 16.8, lon: -3, observedAt: Date.now() };
      expect((await room.send([report])).body).toMatchObject({ accepted: 1 });
    }
    const { at } = (await ask('/speed', 'POST', { speed: 3_600 })).body;
    for (let no = 1; no <= 8; no++) {
      const shown = async () => (await picture()).units[`OUTSIDE-${no}`] !== undefined;
      await eventually(shown, `the report of OUTSIDE-${no} to be stored`);
      // Their own time is of a moment before the room had them.
      const path = `/api/units/OUTSIDE-${no}/track?from=${Date.parse(began) - 60_000}&to=${Date.parse(at) + 1}`;
      const { items } = await room.get<Page<TrackPoint>>(path, cookie);
      expect(items).toHaveLength(1);
      expect(items[0]!.receivedAt >= began && items[0]!.receivedAt <= at).toBe(true);
    }
  });

  it('goes on after a restart where it stood', async () => {
    const before = await settled();
    await room.restart();
    const after = await settled();
    expect(standing(after)).toEqual(standing(before));
    expect(after.clock).toEqual(before.clock);
  });

  it('is the same room at 3,600 as after a jump', async () => {
    const to = '2023-08-13T09:40:00.000Z';
    await ask('/jump', 'POST', { to });
    const jumped = standing(await settled());
    await ask('/jump', 'POST', { to: '2023-08-13T09:15:00Z' });
    await ask('/resume');
    await eventually(async () => (await askClock()).at > to, 'the exercise beyond that instant');
    await ask('/pause');
    const played = await room.get<Picture>(`/api/picture?at=${to}`, cookie);
    expect(standing(played).convoys).toEqual(jumped.convoys);
  });

  it('stops, and then does not resume but starts anew', async () => {
    expect((await ask('/stop')).body.exercise).toMatchObject({ state: 'ended' });
    const refused = await ask('/resume');
    expect([refused.status, (refused.body as unknown as ErrorBody).code]).toEqual([409, 'over']);
    expect((await ask('/start')).body.exercise).toMatchObject({ state: 'running' });
    await ask('/pause');
  });
});

describe('a live room', () => {
  it('has no exercise: it says so, and stays empty but for the sites', async () => {
    room = await openRoom();
    try {
      cookie = await room.signIn('administrator');
      for (const [path, method] of [
        ['', 'GET'],
        ['/start', 'POST'],
      ] as const) {
        const answer = await ask(path, method);
        expect([answer.status, (answer.body as unknown as ErrorBody).code]).toEqual([404, 'no-exercise']);
      }
      const { units, convoys, sites, clock } = await picture();
      expect([Object.keys(units), Object.keys(convoys), Object.keys(sites).length]).toEqual([[], [], 13]);
      expect(clock).toMatchObject({ mode: 'live', exercise: null });
    } finally {
      await room.close();
    }
  });
});

/** The picture once a jump is over and it has caught up with the change log. */
async function settled(): Promise<Picture> {
  await eventually(async () => !(await askClock()).exercise?.jumpTo, 'the end of the jump', BUSY_MACHINE_MS);
  const head = (await allChanges()).at(-1)!.seq;
  await eventually(async () => (await picture()).seq >= head, `the picture at ${head}`);
  return picture();
}
