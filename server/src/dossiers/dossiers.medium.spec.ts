// Real: the whole server with its database; reports come in at the door, people by HTTP, the picture as clients get it.
import type {
  Alert,
  Change,
  Consequence,
  Consignment,
  DossierEntry,
  ErrorBody,
  FlightRequest,
  Page,
  Picture,
  Restriction,
} from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let air: string;
let customs: string;
let movcon: string;
beforeAll(async () => {
  room = await openRoom();
  [air, customs, movcon] = await Promise.all([
    room.signIn('air-operations'),
    room.signIn('customs-liaison'),
    room.signIn('movement-control'),
  ]);
});
afterAll(() => room.close());

const HOUR = 3_600_000;
const now = Date.now();
const flightReport = (requestId: string, state: string, hoursAgo: number, over: object = {}) => ({
  reportId: `${requestId} ${state} ${hoursAgo}`,
  requestId,
  state,
  observedAt: now - hoursAgo * HOUR,
  source: 'civil aviation',
  ...over,
});
const window = { from: now - 5 * HOUR, to: now + 5 * HOUR };
const flight = (id: string) => room.get<FlightRequest>(`/api/flight-requests/${id}`, air);
const history = async (list: string, id: string) =>
  (await room.get<Page<DossierEntry>>(`/api/${list}/${id}/history`, air)).items;
const patch = async <Answer>(path: string, body: unknown, cookie: string) => {
  const headers = { cookie, origin: room.url, 'content-type': 'application/json' };
  const answer = await fetch(`${room.url}${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
const isThere = (list: string, id: string, state: string) =>
  eventually(async () => {
    const { items } = await room.get<Page<{ id: string; state: string }>>(`/api/${list}?limit=5000`, air);
    return items.some((one) => one.id === id && one.state === state);
  }, `${list} ${id} to be ${state}`);

describe('the feed airspace', () => {
  it('takes a request in: on record, in the picture, by a numbered change', async () => {
    const dependants = [{ type: 'convoy', id: 'KID-01' }];
    const answer = await room.sendTo('airspace', [
      flightReport('FR-1', 'submitted', 30, { purpose: 'air_cover', dependants }),
      flightReport('FR-1', 'denied', 3, { reason: 'no reason given' }),
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, rejected: [] } });
    await isThere('flight-requests', 'FR-1', 'denied');
    expect(await flight('FR-1')).toMatchObject({ purpose: 'air_cover', reason: 'no reason given', dependants });
    await eventually(async () => {
      const picture = await room.get<Picture>('/api/picture', air);
      return picture.flightRequests['FR-1']?.state === 'denied';
    }, 'the request to stand in the picture');
    const told = (await room.changes(air)).filter((change: Change) => change.kind === 'flight-request');
    expect(told.at(-1)).toMatchObject({ id: 'FR-1', op: 'put', body: { state: 'denied' } });
    // SR-43: the refusal shows on the convoy that it was to cover.
    const { items } = await room.get<Page<Consequence>>('/api/consequences', air);
    expect(items).toContainEqual(
      expect.objectContaining({ on: dependants[0], id: 'FR-1', what: 'refused', purpose: 'air_cover' }),
    );
  });

  it('takes the same once, puts an older one into history, and keeps what is not allowed with what would be', async () => {
    const denied = flightReport('FR-2', 'denied', 3);
    await room.sendTo('airspace', [flightReport('FR-2', 'submitted', 30), denied, denied]);
    await room.sendTo('airspace', [denied]);
    await isThere('flight-requests', 'FR-2', 'denied');
    const { version } = await flight('FR-2');
    await room.sendTo('airspace', [
      flightReport('FR-2', 'under_review', 20),
      flightReport('FR-2', 'used', 1, { reason: 'x' }),
    ]);
    await eventually(async () => (await history('flight-requests', 'FR-2')).length === 4, 'four entries');
    const entries = await history('flight-requests', 'FR-2');
    expect(entries.map(({ to, outcome, late }) => [to, outcome, late])).toEqual([
      ['submitted', 'moved', false],
      ['under_review', 'moved', true],
      ['denied', 'moved', false],
      ['used', 'refused', false],
    ]);
    expect(entries[3]!.allowed).toEqual(['drafted', 'withdrawn']);
    expect(await flight('FR-2')).toMatchObject({ state: 'denied', version: version + 1 });
    const rejects = await room.get<Page<{ code: string; message: string }>>('/api/feeds/rejects?feed=airspace', air);
    expect(rejects.items[0]).toMatchObject({ code: 'not-allowed' });
    expect(rejects.items[0]!.message).toContain('allowed: drafted, withdrawn');
  });

  it.each([
    ['an approval without its window', { state: 'approved' }, '/window', 'missing'],
    ['a revocation without a reason', { state: 'revoked' }, '/reason', 'missing'],
    ['a state that is none', { state: 'perhaps' }, '/state', 'invalid'],
    ['a window that ends before it begins', { window: { from: now, to: now - 1 } }, '/window/to', 'invalid'],
    ['a time to come', { observedAt: now + HOUR }, '/observedAt', 'observed-in-future'],
  ])('refuses %s', async (_, over, path, code) => {
    const { body } = await room.sendTo('airspace', [flightReport('FR-BAD', 'submitted', 1, over)]);
    expect(body.rejected).toMatchObject([{ index: 0, path, code }]);
  });

  it('flags approvals that touch a restricted airfield, and no others (SR-45)', async () => {
    const to = (place: string) => ({
      window,
      legs: [{ from: 'gao', to: place }],
      dependants: [{ type: 'site', id: place }],
    });
    const approved = (id: string, place: string) => [
      flightReport(id, 'submitted', 30),
      flightReport(id, 'approved', 4, to(place)),
    ];
    await room.sendTo('airspace', [
      ...approved('FR-T1', 'tessalit'),
      ...approved('FR-T2', 'Tessalit'),
      ...approved('FR-K', 'kidal'),
      {
        restrictionId: 'RS-1',
        place: 'tessalit',
        kind: 'aircraft_hit',
        state: 'in_force',
        reason: 'C-130 hit',
        source: 'x',
        observedAt: now,
      },
    ]);
    const flagged = async () => {
      const { items } = await room.get<Page<Consequence>>('/api/consequences', air);
      return items.filter(({ restrictionId }) => restrictionId === 'RS-1').map(({ id }) => id);
    };
    await eventually(async () => (await flagged()).length === 2, 'two flagged approvals');
    expect((await flagged()).sort()).toEqual(['FR-T1', 'FR-T2']);
    const { version } = await room.get<Restriction>('/api/restrictions/RS-1', air);
    const lifted = await room.post<Restriction>('/api/restrictions/RS-1/transitions', { to: 'lifted', version }, air);
    expect(lifted).toMatchObject({ status: 200, body: { state: 'lifted' } });
    await eventually(async () => (await flagged()).length === 0, 'the flags to go');
  });
});

describe('people', () => {
  it('enter a request and bring it from state to state, each once, on the audit record', async () => {
    const created = await room.post<FlightRequest>(
      '/api/flight-requests',
      { id: 'FR-P', purpose: 'medevac', callSign: 'UNO-31' },
      air,
    );
    expect(created).toMatchObject({ status: 201, body: { state: 'drafted', version: 1, source: 'air-operations' } });
    expect((await room.post('/api/flight-requests', { id: 'FR-P', purpose: 'regular' }, air)).status).toBe(409);
    const amended = await patch<FlightRequest>('/api/flight-requests/FR-P', { version: 1, aircraft: 'Mi-8' }, air);
    expect(amended).toMatchObject({ status: 200, body: { aircraft: 'Mi-8', callSign: 'UNO-31', version: 2 } });
    const move = (body: object, cookie = air) =>
      room.post<FlightRequest & ErrorBody>('/api/flight-requests/FR-P/transitions', body, cookie);
    expect(await move({ to: 'submitted', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'version-conflict', current: { version: 2, aircraft: 'Mi-8' } },
    });
    expect(await move({ to: 'used', version: 2 })).toMatchObject({
      status: 422,
      body: { allowed: ['submitted', 'withdrawn'] },
    });
    expect(await move({ to: 'submitted', version: 2 }, customs)).toMatchObject({ status: 403 });
    expect((await move({ to: 'submitted', version: 2, addressee: 'ANAC' })).body).toMatchObject({ state: 'submitted' });
    expect(await move({ to: 'approved', version: 3 })).toMatchObject({ status: 400, body: { path: '/window' } });
    expect(await move({ to: 'expired', version: 3 })).toMatchObject({ status: 422 });
    expect((await move({ to: 'approved', version: 3, window })).body).toMatchObject({ state: 'approved' });
    expect(await move({ to: 'revoked', version: 4 })).toMatchObject({ status: 400, body: { path: '/reason' } });
    expect((await move({ to: 'used', version: 4 })).body).toMatchObject({ state: 'used' });
    const chief = await room.signIn('chief-joc');
    const audit = await room.get<Page<{ action: string; subject: string }>>('/api/audit?limit=5000', chief);
    const mine = audit.items.filter(({ subject }) => subject === 'FR-P').map(({ action }) => action);
    expect(mine.reverse()).toEqual([
      'flight-request.enter',
      'flight-request.amend',
      'flight-request.move',
      'flight-request.move',
      'flight-request.move',
    ]);
  });

  it('two on one version: one is first, the other is told how it stands', async () => {
    await room.post('/api/flight-requests', { id: 'FR-RACE', purpose: 'regular' }, air);
    const move = () => room.post('/api/flight-requests/FR-RACE/transitions', { to: 'submitted', version: 1 }, air);
    const statuses = (await Promise.all([move(), move(), move()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409, 409]);
  });

  it('let a medevac fly without approval by the commander alone, who says why', async () => {
    await room.post('/api/flight-requests', { id: 'FR-MED', purpose: 'medevac' }, air);
    const move = (body: object, cookie: string) =>
      room.post<FlightRequest>('/api/flight-requests/FR-MED/transitions', { to: 'used', version: 1, ...body }, cookie);
    const commander = await room.signIn('commander');
    expect((await move({ withoutApproval: true, reason: 'two gravely wounded' }, air)).status).toBe(403);
    expect((await move({ withoutApproval: true }, commander)).status).toBe(422);
    expect(await move({ withoutApproval: true, reason: 'two gravely wounded' }, commander)).toMatchObject({
      status: 200,
      body: { state: 'used', withoutApproval: true, reason: 'two gravely wounded' },
    });
  });
});

describe('the feed customs', () => {
  const goodsReport = (consignmentId: string, state: string, hoursAgo: number, over: object = {}) => ({
    consignmentId,
    state,
    observedAt: now - hoursAgo * HOUR,
    source: 'customs office Gao',
    ...over,
  });

  it('adds holds up, and shows a hold on the site that waits (SR-49, SR-50)', async () => {
    const site = { type: 'site', id: 'gao' };
    const reason = 'directive of 27 June';
    await room.sendTo('customs', [
      goodsReport('CS-1', 'filed', 240, { direction: 'import', goods: 'fuel', dependants: [site] }),
      goodsReport('CS-1', 'held', 200, { reason, holdGround: 'directive_2023_06_27', stockDays: 12 }),
      goodsReport('CS-1', 'filed', 200 - 72),
      goodsReport('CS-1', 'held', 96, { reason }),
    ]);
    await isThere('consignments', 'CS-1', 'held');
    const shown = await room.get<Consignment>('/api/consignments/CS-1', customs);
    expect(shown).toMatchObject({ underDirective: true, goods: 'fuel', stock: { days: 12 } });
    expect(shown.holds.map(({ to }) => to === null)).toEqual([false, true]);
    const { items } = await room.get<Page<Consequence>>('/api/consequences', customs);
    expect(items).toContainEqual(expect.objectContaining({ on: site, id: 'CS-1', what: 'held', reason }));
    const served = await room.get<Page<Consignment>>('/api/consignments?dependant=site:gao', customs);
    expect(served.items.map(({ id }) => id)).toEqual(['CS-1']);
  });

  it('lets movement control alone move what is released, with its convoy', async () => {
    await room.sendTo('customs', [
      goodsReport('CS-2', 'filed', 50, { direction: 'export', goods: 'equipment' }),
      goodsReport('CS-2', 'released', 2, { releasePaper: 'BL-7' }),
    ]);
    await isThere('consignments', 'CS-2', 'released');
    const { version } = await room.get<Consignment>('/api/consignments/CS-2', customs);
    const move = (cookie: string, body: object) =>
      room.post<Consignment>('/api/consignments/CS-2/transitions', { to: 'moved', version, ...body }, cookie);
    expect((await move(customs, { movedBy: 'GSA-02' })).status).toBe(403);
    expect(await move(movcon, {})).toMatchObject({ status: 400, body: { path: '/movedBy' } });
    expect(await move(movcon, { movedBy: 'GSA-02' })).toMatchObject({ status: 200, body: { state: 'moved' } });
  });

  it('keeps all of it over a restart', async () => {
    const before = await room.get<Page<Consignment>>('/api/consignments', customs);
    await room.restart();
    expect(await room.get<Page<Consignment>>('/api/consignments', customs)).toEqual(before);
    const picture = await room.get<Picture>('/api/picture', customs);
    expect(picture.consignments['CS-1']?.state).toBe('held');
  });
});

describe('the rules', () => {
  const alertsOf = async (subject: string) => {
    const { items } = await room.get<Page<Alert>>(`/api/alerts?subject=${subject}&limit=5000`, air);
    return new Map(items.map((alert) => [alert.kind, alert]));
  };

  it('call about a refusal on whom it falls, and ease when it is asked anew', async () => {
    const alert = () => alertsOf('flight-request:FR-1').then((all) => all.get('approval_refused'));
    await eventually(async () => (await alert()) !== undefined, 'an alert of the refusal');
    expect(await alert()).toMatchObject({
      severity: 'high',
      subjects: [
        { type: 'flight-request', id: 'FR-1' },
        { type: 'convoy', id: 'KID-01' },
      ],
      facts: { why: 'denied', purpose: 'air_cover', reason: 'no reason given' },
    });
    expect((await alertsOf('convoy:KID-01')).has('approval_refused')).toBe(true);
    const { version } = await flight('FR-1');
    await room.post('/api/flight-requests/FR-1/transitions', { to: 'drafted', version }, air);
    await eventually(async () => (await alert())!.eased, 'the alert to ease');
  });

  it('call when time makes it so: no answer, a window that ends, a hold that adds up, a stock that runs down', async () => {
    await room.sendTo('airspace', [
      flightReport('FR-LATE', 'submitted', 7, { urgent: true }),
      flightReport('FR-ENDS', 'submitted', 7),
      flightReport('FR-ENDS', 'approved', 6, { window: { from: now - 6 * HOUR, to: now + HOUR } }),
    ]);
    const kinds = async (subject: string) => [...(await alertsOf(subject)).values()];
    const expected: [string, string, Alert['severity']][] = [
      ['flight-request:FR-LATE', 'approval_overdue', 'high'],
      ['flight-request:FR-ENDS', 'approval_expiring', 'medium'],
      // Three days and four.
      ['consignment:CS-1', 'hold_too_long', 'high'],
      // Twelve days counted 200 hours ago.
      ['consignment:CS-1', 'supply_low', 'high'],
      ['flight-request:FR-MED', 'flight_without_approval', 'high'],
    ];
    for (const [subject, kind, severity] of expected) {
      await eventually(
        async () => (await kinds(subject)).some((alert) => alert.kind === kind && alert.severity === severity),
        `${kind} of ${subject}`,
      );
    }
    expect((await alertsOf('site:gao')).has('supply_low')).toBe(true);
  });
});
