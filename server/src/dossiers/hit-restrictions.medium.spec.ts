// Real: the whole server with its database; reports come in at the doors, people by HTTP.
import type { DossierEntry, FlightRequest, Page, Picture, Restriction } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let air: string;
beforeAll(async () => {
  room = await openRoom();
  air = await room.signIn('air-operations');
});
afterAll(() => room.close());

const HOUR = 3_600_000;
const now = Date.now();
const hit = (reportId: string, hoursAgo: number, over: object = {}) => ({
  reportId,
  incidentId: 'EV-040',
  kind: 'aircraft_hit',
  severity: 'critical',
  place: 'Tessalit',
  observedAt: now - hoursAgo * HOUR,
  source: 'crew',
  text: 'hit in the wing while landing',
  ...over,
});
const picture = () => room.get<Picture>('/api/picture', air);
const stands = async (state: Restriction['state']) => (await picture()).restrictions['RS-EV-040']?.state === state;
const entries = async () =>
  (await room.get<Page<DossierEntry>>('/api/restrictions/RS-EV-040/history', air)).items.map(({ to, outcome, way }) => [
    to,
    outcome,
    way,
  ]);
/** Comes in after what was sent before, so that all of that has been read when its restriction stands. */
const after = async (id: string) => {
  await room.sendTo('security', [hit(`${id}/1`, 1, { incidentId: id, place: 'Gao' })]);
  await eventually(async () => (await picture()).restrictions[`RS-${id}`] !== undefined, `the restriction of ${id}`);
};

describe('a hit on an aircraft (SR-45)', () => {
  it('restricts its airfield by itself, with the incident behind it, and flags the approvals that touch it', async () => {
    const window = { from: now - 9 * HOUR, to: now + 9 * HOUR };
    const approval = (requestId: string, to: string) => ({
      requestId,
      state: 'approved',
      observedAt: now - 8 * HOUR,
      source: 'civil aviation',
      window,
      legs: [{ from: 'gao-airport', to, decision: 'approved' }],
      dependants: [{ type: 'site', id: 'tessalit' }],
    });
    const submitted = ['FR-A', 'FR-B', 'FR-C'].map((requestId) => ({
      requestId,
      state: 'submitted',
      observedAt: now - 9 * HOUR,
      source: 'air operations',
    }));
    await room.sendTo('airspace', [
      ...submitted,
      approval('FR-A', 'tessalit-airport'),
      approval('FR-B', 'Tessalit'),
      approval('FR-C', 'Kidal'),
    ]);
    await room.sendTo('security', [hit('1', 5)]);
    await eventually(() => stands('in_force'), 'the restriction');
    const { restrictions } = await picture();
    expect(restrictions['RS-EV-040']).toMatchObject({
      placeId: 'tessalit-airport',
      kind: 'aircraft_hit',
      incidentId: 'EV-040',
      reason: 'hit in the wing while landing',
      since: new Date(now - 5 * HOUR).toISOString(),
      source: 'crew',
    });
    const flagged = async () =>
      (await room.get<Page<{ id: string; restrictionId: string | null }>>('/api/consequences', air)).items
        .filter(({ restrictionId }) => restrictionId === 'RS-EV-040')
        .map(({ id }) => id)
        .sort();
    expect(await flagged()).toEqual(['FR-A', 'FR-B']);
    await eventually(async () => {
      const { alerts } = await picture();
      const called = Object.values(alerts).filter(({ ruleId }) => ruleId === 'approval_refused');
      return called.length === 2 && called.every(({ facts }) => facts?.['restrictionId'] === 'RS-EV-040');
    }, 'an alert for each approval that it touches');
    expect((await room.get<FlightRequest>('/api/flight-requests/FR-A', air)).state).toBe('approved');
  });

  it('is written once, however often the incident is reported', async () => {
    await room.sendTo('security', [hit('1', 5), hit('2', 4, { source: 'tower' })]);
    await room.sendTo('security', [hit('2', 4, { source: 'tower' })]);
    await after('EV-900');
    expect(await entries()).toEqual([['in_force', 'moved', 'system']]);
  });

  it('stays lifted by a person, moves with a corrected place, and is lifted when it was no hit', async () => {
    await room.sendTo('security', [hit('3', 3, { place: 'Kidal' })]);
    await eventually(
      async () => (await picture()).restrictions['RS-EV-040']!.placeId === 'kidal',
      'the restriction at the corrected place',
    );
    await room.sendTo('security', [hit('4', 2, { kind: 'accident', text: 'a bird, and no shot', place: 'Kidal' })]);
    await eventually(() => stands('lifted'), 'the restriction to be lifted');
    await after('EV-901');
    expect(await entries()).toEqual([
      ['in_force', 'moved', 'system'],
      ['in_force', 'noted', 'system'],
      ['lifted', 'moved', 'system'],
    ]);
    const { version } = (await picture()).restrictions['RS-EV-901']!;
    const lifted = await room.post('/api/restrictions/RS-EV-901/transitions', { version, to: 'lifted' }, air);
    expect(lifted.status).toBe(200);
    await room.sendTo('security', [hit('EV-901/2', 0.5, { incidentId: 'EV-901', place: 'Gao', source: 'tower' })]);
    await after('EV-902');
    expect((await picture()).restrictions['RS-EV-901']!.state).toBe('lifted');
  });
});
