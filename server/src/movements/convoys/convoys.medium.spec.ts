import type { Convoy, ErrorBody } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../../testing/room.js';

let room: TestRoom;
let cookie: string;
beforeAll(async () => {
  room = await openRoom();
  cookie = await room.signIn('movement-control');
});
afterAll(() => room.close());

const aPlan = (id: string, over: object = {}) => ({
  id,
  routeId: 'msr-timbuktu-ber',
  plannedDepartureAt: new Date().toISOString(),
  plannedSpeedKmh: 15,
  unitIds: [`${id}-H`, `${id}-T`],
  ...over,
});

async function enter(plan: object): Promise<{ status: number; body: Convoy & ErrorBody }> {
  const answer = await fetch(`${room.url}/api/convoys`, {
    method: 'POST',
    headers: { cookie, origin: room.url, 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });
  return { status: answer.status, body: (await answer.json()) as Convoy & ErrorBody };
}

describe('convoys as people plan them', () => {
  it('are entered with their units, and move by what these report', async () => {
    expect(await enter(aPlan('C-1'))).toMatchObject({
      status: 201,
      body: { id: 'C-1', state: 'planned', kmTotal: 57 },
    });
    const now = Date.now();
    const at = (share: number, observedAt: number) => ({
      unitId: 'C-1-H',
      lat: 16.77348 + (16.834 - 16.77348) * share,
      lon: -3.00742 + (-2.528 + 3.00742) * share,
      observedAt,
    });
    await room.send([at(0, now - 1_200_000), at(0.1, now - 600_000), at(0.2, now)]);
    const convoy = () => room.get<Convoy>('/api/convoys/C-1', cookie);
    await eventually(async () => (await convoy()).state === 'departed', 'the convoy to be on the road');
    expect((await convoy()).headKm).toBeCloseTo(57 * 0.2, 0);
  });

  it('each move by their own reports, also when one batch tells of a unit in both', async () => {
    for (const id of ['W-1', 'W-2']) expect((await enter(aPlan(id, { unitIds: [] }))).status).toBe(201);
    const now = Date.now();
    const at = (convoyId: string, share: number, minutesAgo: number) => ({
      unitId: 'W-H',
      convoyId,
      lat: 16.77348 + (16.834 - 16.77348) * share,
      lon: -3.00742 + (-2.528 + 3.00742) * share,
      observedAt: now - minutesAgo * 60_000,
    });
    await room.send([at('W-1', 0, 50), at('W-1', 0.2, 40), at('W-2', 0, 20), at('W-2', 0.1, 10)]);
    const convoy = (id: string) => room.get<Convoy>(`/api/convoys/${id}`, cookie);
    await eventually(async () => (await convoy('W-2')).headKm !== null, 'the second convoy to be seen');
    expect((await convoy('W-1')).headKm).toBeCloseTo(57 * 0.2, 0);
    expect((await convoy('W-2')).headKm).toBeCloseTo(57 * 0.1, 0);
    expect((await convoy('W-1')).unitIds).toEqual(['W-H']);
  });

  it('do not take a unit from a convoy under way', async () => {
    const { status, body } = await enter(aPlan('C-2', { unitIds: ['C-2-H', 'C-1-H'] }));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'unit-under-way', path: '/unitIds/1', current: { id: 'C-1' } });
  });

  it.each([
    ['an id that is taken', aPlan('C-1'), 409, 'convoy-exists'],
    ['a road that is not there', aPlan('C-3', { routeId: 'moon' }), 422, 'unknown-route'],
    ['a unit named twice', aPlan('C-4', { unitIds: ['a', 'a'] }), 400, undefined],
    ['a speed that is none', aPlan('C-5', { plannedSpeedKmh: 1e-12 }), 400, undefined],
    ['a time beyond the calendar', aPlan('C-6', { plannedDepartureAt: Number.MAX_SAFE_INTEGER }), 400, undefined],
    ['text that no label can show', aPlan('C-7', { escort: 'a\u0000b' }), 400, undefined],
  ])('refuses %s', async (_, plan, status, code) => {
    const answer = await enter(plan);
    expect(answer.status).toBe(status);
    if (code) expect(answer.body.code).toBe(code);
  });

  it('are for roles that may plan', async () => {
    const wall = await room.signIn('medical-duty-officer');
    const answer = await fetch(`${room.url}/api/convoys`, {
      method: 'POST',
      headers: { cookie: wall, origin: room.url, 'content-type': 'application/json' },
      body: JSON.stringify(aPlan('C-8')),
    });
    expect(answer.status).toBe(403);
  });
});
