// Real: the whole server with its database; reports come in at the door, people by HTTP, the picture as clients get it.
import type { Alert, Consequence, DossierEntry, Movement, Page, Picture } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

const HOUR = 3_600_000;
const now = Date.now();

let room: TestRoom;
let movcon: string;
let commander: string;
let watch: string;
beforeAll(async () => {
  room = await openRoom();
  [movcon, commander, watch] = await Promise.all([
    room.signIn('movement-control'),
    room.signIn('commander'),
    room.signIn('watch-officer'),
  ]);
});
afterAll(() => room.close());

const report = (convoyId: string, state: string, hoursAgo: number, over: object = {}) => ({
  convoyId,
  state,
  observedAt: now - hoursAgo * HOUR,
  source: 'column commander',
  ...over,
});
const covers = { medicalCover: 'role 1', airCover: 'helicopters', escort: 'FAMa' };
const window = { from: now - 20 * HOUR, to: now + 4 * HOUR };
const movement = (id: string) => room.get<Movement>(`/api/movements/${id}`, movcon);
const isIn = (id: string, state: string) =>
  eventually(async () => {
    const { items } = await room.get<Page<Movement>>('/api/movements?limit=5000', movcon);
    return items.some((one) => one.id === id && one.state === state);
  }, `${id} to be ${state}`);
const move = (id: string, body: object, cookie: string) =>
  room.post<Movement & { allowed: string[]; code: string }>(`/api/movements/${id}/transitions`, body, cookie);

describe('the feed movements', () => {
  it('takes a movement from its plan to its arrival, attacked twice, in the picture and in history', async () => {
    const answer = await room.sendTo('movements', [
      report('KID-01', 'planned', 40, { people: 848, vehicles: 143, ...covers }),
      report('KID-01', 'submitted', 39),
      report('KID-01', 'approved', 30, { window }),
      report('KID-01', 'departed', 18),
      report('KID-01', 'attacked', 16),
      report('KID-01', 'departed', 14),
      report('KID-01', 'attacked', 10),
      report('KID-01', 'arrived', 2, { peopleArrived: 848, vehiclesArrived: 143 }),
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 8, rejected: [] } });
    await isIn('KID-01', 'arrived');
    expect(await movement('KID-01')).toMatchObject({ attackedAt: { length: 2 }, outsideWindow: false });
    await eventually(async () => {
      const { movements } = await room.get<Picture>('/api/picture', movcon);
      return movements['KID-01']?.state === 'arrived';
    }, 'the movement to stand in the picture');
  });

  it('keeps what is not allowed with what would be, and lets nothing depart that nobody approved', async () => {
    await room.sendTo('movements', [
      report('TES-01', 'planned', 20, covers),
      report('TES-01', 'submitted', 19),
      report('TES-01', 'departed', 3),
    ]);
    await isIn('TES-01', 'submitted');
    await eventually(async () => {
      const { items } = await room.get<Page<{ message: string }>>('/api/feeds/rejects?feed=movements', movcon);
      return items.some(({ message }) =>
        message.includes('submitted cannot become departed; allowed: approved, refused'),
      );
    }, 'the refused report to be kept');
    const { items } = await room.get<Page<DossierEntry>>('/api/movements/TES-01/history', movcon);
    expect(items.map(({ to, outcome }) => `${to} ${outcome}`)).toEqual([
      'planned moved',
      'submitted moved',
      'departed refused',
    ]);
  });

  it('shows what waits behind a movement that nobody answers, and calls after two days (SR-37)', async () => {
    const behind = { type: 'site', id: 'kidal' };
    await room.sendTo('movements', [
      report('GNO-01', 'planned', 60, { ...covers, vehicles: 200, dependants: [behind] }),
      report('GNO-01', 'submitted', 50),
    ]);
    await isIn('GNO-01', 'submitted');
    const { items } = await room.get<Page<Consequence>>('/api/consequences', movcon);
    const waiting = items.filter(({ id }) => id === 'GNO-01');
    expect(waiting.map(({ on, what }) => `${what} ${on.type} ${on.id}`)).toEqual([
      'waiting convoy GNO-01',
      'waiting site kidal',
    ]);
    await eventually(async () => {
      const alerts = await room.get<Page<Alert>>('/api/alerts?subject=convoy:GNO-01&limit=5000', movcon);
      return alerts.items.some(({ kind, subjects }) => kind === 'approval_overdue' && subjects.length === 2);
    }, 'an alert that no answer has come');
  });
});

describe('people', () => {
  it('plan, ask and approve a movement, each what is theirs; cover and escort are named or their lack explained (SR-36)', async () => {
    const planned = await room.post<Movement>('/api/movements', { id: 'BER-01', vehicles: 43, people: 200 }, movcon);
    expect(planned).toMatchObject({ status: 201, body: { id: 'BER-01', state: 'planned', version: 1 } });
    const uncovered = { to: 'submitted', version: 1, medicalCover: 'role 1', airCover: 'none' };
    expect(await move('BER-01', uncovered, movcon)).toMatchObject({ status: 422 });
    const asked = await move('BER-01', { ...uncovered, reason: 'no flight authorised' }, movcon);
    expect(asked).toMatchObject({ status: 200, body: { state: 'submitted', airCover: 'none', version: 2 } });
    const approval = { to: 'approved', version: 2, window };
    expect((await move('BER-01', approval, movcon)).status).toBe(403);
    expect(await move('BER-01', approval, commander)).toMatchObject({ status: 422 });
    const approved = await move('BER-01', { ...approval, escort: 'own contingent' }, commander);
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved', version: 3 } });
    // Two on one version: the second is told how it stands.
    expect((await move('BER-01', { to: 'departed', version: 3 }, watch)).status).toBe(200);
    const second = await move('BER-01', { to: 'departed', version: 3 }, watch);
    expect(second).toMatchObject({ status: 409, body: { current: { state: 'departed', version: 4 } } });
    expect(
      await move('BER-01', { to: 'arrived', version: 4, peopleArrived: 196, vehiclesArrived: 43 }, watch),
    ).toMatchObject({
      status: 422,
    });
    expect(await move('BER-01', { to: 'closed', version: 4 }, movcon)).toMatchObject({
      status: 422,
      body: { allowed: ['at_checkpoint', 'delayed', 'attacked', 'arrived'] },
    });
  });

  it('see it expire when its window passes without a departure', async () => {
    await room.sendTo('movements', [
      report('ANS-01', 'planned', 30, covers),
      report('ANS-01', 'submitted', 29),
      report('ANS-01', 'approved', 28, { window: { from: now - 20 * HOUR, to: now - HOUR } }),
    ]);
    await isIn('ANS-01', 'expired');
  });
});
