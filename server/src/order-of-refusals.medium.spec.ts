// Real: the whole server with its database. The order is that of the contract: 401, 403, 404, 400 (413, 415), 409, 422.
import { AccessTokens } from './access/access-tokens.js';
import {
  acts,
  actsAs,
  actsOn,
  type Asking,
  CSV,
  DOSSIERS,
  json,
  reads,
  RUBBISH,
  table,
  unknown,
  watches,
  type Wrong,
} from './testing/refusals.js';
import { openRoom, type TestRoom } from './testing/room.js';

let room: TestRoom;
let cookies: Record<Asking, string>;
let customsToken: string;
let medevacToken: string;
/** Ids that exist, by the word that stands for them in a path. */
let ids: Record<'me' | 'reader' | 'alert' | 'shift', string>;

beforeAll(async () => {
  room = await openRoom();
  cookies = {
    administrator: await room.signIn('administrator'),
    wall: await room.signIn('wall'),
    'duty-officer': await room.signIn('duty-officer'),
    'watch-officer': await room.signIn('watch-officer'),
  };
  customsToken = (await room.app.get(AccessTokens).createForFeed('customs', 'desk')).secret;
  medevacToken = (await room.app.get(AccessTokens).createForFeed('medevac', 'desk')).secret;
  const me = await room.get<{ person: { id: string } }>('/api/sessions/current', cookies.administrator);
  const reader = await room.app.get(AccessTokens).createForReading('monitor');
  const incident = { incidentId: 'INC-1', kind: 'clash', severity: 'high', source: 'x', text: 'y', place: 'gao' };
  const entered = { ...incident, observedAt: Date.now() };
  const { body } = await room.post<{ alertId: string }>('/api/incidents', entered, cookies['duty-officer']);
  const taken = await room.post<{ id: string }>('/api/shifts/take', {}, cookies['duty-officer']);
  ids = { me: me.person.id, reader: reader.id, alert: body.alertId, shift: taken.body.id };
  const watch = cookies['watch-officer'];
  await room.post('/api/flight-requests', { id: 'FR-1', purpose: 'regular' }, watch);
  await room.post('/api/movements', { id: 'MV-1' }, watch);
  await room.post('/api/consignments', { id: 'CS-1', direction: 'import', goods: 'fuel' }, watch);
  await room.post('/api/restrictions', { id: 'RS-1', place: 'gao' }, watch);
  await room.send([{ unitId: 'U-1', lat: 16.8, lon: -3, observedAt: Date.now() }]);
});
afterAll(() => room.close());

const BY_DUTY = ['acknowledge', 'assess', 'assign', 'merge', 'keep-apart', 'reopen', 'log', 'undo'];
const BY_WATCH = ['respond', 'escalate', 'shelve', 'unshelve', 'false-report', 'resolve'];
const AT_HANDOVER = ['draft', 'take-in', 'review', 'tick', 'ask', 'answer', 'sign'];

const TABLE: Wrong[] = [
  ...AT_HANDOVER.flatMap((act) => actsOn('shifts', 'shift', act, 'duty-officer')),
  ...actsOn('shifts', 'shift', 'cancel', 'watch-officer'),
  ...reads('GET /api/shifts', 'limit=x'),
  ...acts('POST /api/shifts'),
  ...table(
    'POST /api/shifts/take',
    { body: RUBBISH, as: null, status: 401 },
    { body: RUBBISH, as: 'administrator', status: 403 },
    { body: RUBBISH, as: 'duty-officer', status: 400 },
  ),
  ...table(
    'GET /api/shifts/{id}',
    { path: 'GET /api/shifts/none', as: null, status: 401 },
    { path: 'GET /api/shifts/none', as: 'wall', status: 403 },
    { path: 'GET /api/shifts/none', status: 404 },
  ),
  ...table(
    'GET /api/shifts/{id}/history',
    { path: 'GET /api/shifts/none/history?limit=x', as: null, status: 401 },
    { path: 'GET /api/shifts/none/history?limit=x', status: 404 },
    { path: 'GET /api/shifts/{shift}/history?limit=x', status: 400 },
  ),
  ...reads('GET /api/roster/on-duty'),
  ...table('GET /api/roster/on-duty', { as: 'wall', status: 403 }),
  ...acts('POST /api/roster/import'),
  ...reads('GET /api/people'),
  ...table('GET /api/people', { path: 'GET /api/people?limit=x', as: 'duty-officer', status: 400 }),
  ...reads('GET /api/away'),
  ...table('GET /api/away', { as: 'wall', status: 403 }),
  ...acts('POST /api/away/seen'),
  ...BY_DUTY.flatMap((act) => actsOn('alerts', 'alert', act, 'duty-officer')),
  ...BY_WATCH.flatMap((act) => actsOn('alerts', 'alert', act, 'watch-officer')),
  ...table(
    'POST /api/alerts/{id}/resolve',
    // Raised, it cannot be resolved; that somebody else changed it meanwhile is told first.
    {
      path: 'POST /api/alerts/{alert}/resolve',
      body: json({ version: 9, outcome: 'x' }),
      as: 'watch-officer',
      status: 409,
    },
    {
      path: 'POST /api/alerts/{alert}/resolve',
      body: json({ version: 1, outcome: 'x' }),
      as: 'watch-officer',
      status: 422,
    },
  ),
  ...reads('GET /api/alerts', 'state=lost'),
  ...reads('GET /api/incidents', 'kind=picnic'),
  ...['alerts', 'incidents'].flatMap((list) => [
    ...table(
      `GET /api/${list}/{id}`,
      { path: `GET /api/${list}/none`, as: null, status: 401 },
      { path: `GET /api/${list}/none`, status: 404 },
    ),
    ...table(
      `GET /api/${list}/{id}/history`,
      { path: `GET /api/${list}/none/history?limit=x`, as: null, status: 401 },
      { path: `GET /api/${list}/none/history?limit=x`, status: 404 },
    ),
  ]),
  ...table('GET /api/incidents/{id}/history', { path: 'GET /api/incidents/INC-1/history?limit=x', status: 400 }),
  ...acts('POST /api/incidents'),
  ...DOSSIERS.flatMap(([list, id]) => [
    ...reads(`GET /api/${list}`, 'state=lost'),
    ...table(
      `GET /api/${list}/{id}`,
      { path: `GET /api/${list}/none`, as: null, status: 401 },
      { path: `GET /api/${list}/none`, status: 404 },
    ),
    ...table(
      `GET /api/${list}/{id}/history`,
      { path: `GET /api/${list}/none/history?limit=x`, as: null, status: 401 },
      { path: `GET /api/${list}/none/history?limit=x`, status: 404 },
      { path: `GET /api/${list}/${id}/history?limit=x`, status: 400 },
    ),
    ...actsAs('watch-officer', `POST /api/${list}`),
    ...actsAs('watch-officer', `PATCH /api/${list}/{id}`, `PATCH /api/${list}/${id}`),
    ...actsAs('watch-officer', `POST /api/${list}/{id}/transitions`, `POST /api/${list}/${id}/transitions`),
    ...table(
      `POST /api/${list}/{id}/transitions`,
      { path: `POST /api/${list}/none/transitions`, body: RUBBISH, as: 'wall', status: 403 },
      { path: `POST /api/${list}/none/transitions`, body: RUBBISH, as: 'watch-officer', status: 404 },
    ),
  ]),
  ...table(
    'POST /api/flight-requests/{id}/transitions',
    // Not allowed either; that somebody else changed it meanwhile is told first.
    {
      path: 'POST /api/flight-requests/FR-1/transitions',
      body: json({ version: 9, to: 'used' }),
      as: 'watch-officer',
      status: 409,
    },
    {
      path: 'POST /api/flight-requests/FR-1/transitions',
      body: json({ version: 1, to: 'used' }),
      as: 'watch-officer',
      status: 422,
    },
  ),
  ...reads('GET /api/consequences'),
  ...acts('POST /api/log'),
  ...reads('GET /api/log', 'limit=x'),
  ...table('GET /api/log', { path: 'GET /api/log?limit=x', as: 'wall', status: 403 }),
  ...reads('GET /api/comms', 'state=lost'),
  ...table(
    'GET /api/comms/{id}',
    { path: 'GET /api/comms/none', as: null, status: 401 },
    { path: 'GET /api/comms/none', status: 404 },
  ),
  ...['call-tree', 'history'].flatMap((part) =>
    table(
      `GET /api/comms/{id}/${part}`,
      { path: `GET /api/comms/none/${part}?limit=x`, as: null, status: 401 },
      { path: `GET /api/comms/none/${part}?limit=x`, as: 'wall', status: 403 },
      { path: `GET /api/comms/none/${part}?limit=x`, as: 'watch-officer', status: 404 },
    ),
  ),
  ...table('GET /api/comms/{id}/history', { path: 'GET /api/comms/site:gao/history?limit=x', status: 400 }),
  ...(['POST /api/comms/{id}/checks', 'PATCH /api/comms/{id}'] as const).flatMap((route) => [
    ...watches(route, route.replace('{id}', 'none'), 404),
    ...watches(route, route.replace('{id}', 'site:gao'), 400),
  ]),
  ...table(
    'PATCH /api/comms/{id}',
    { path: 'PATCH /api/comms/site:gao', body: CSV, as: 'watch-officer', status: 415 },
    {
      path: 'PATCH /api/comms/site:gao',
      body: json({ version: 9, toleranceMin: 200, reason: 'x' }),
      as: 'watch-officer',
      status: 400,
    },
    {
      path: 'PATCH /api/comms/site:gao',
      body: json({ version: 9, watched: false, reason: 'x' }),
      as: 'watch-officer',
      status: 409,
    },
  ),
  ...watches('PATCH /api/sites/{id}/protection', 'PATCH /api/sites/none/protection', 404),
  ...watches('PATCH /api/sites/{id}/protection', 'PATCH /api/sites/gao/protection', 400),
  ...table('PATCH /api/sites/{id}/protection', {
    path: 'PATCH /api/sites/gao/protection',
    body: json({ version: 99, reason: 'x' }),
    as: 'watch-officer',
    status: 409,
  }),
  ...table(
    'GET /api/sites/{id}/protection/history',
    { path: 'GET /api/sites/none/protection/history?limit=x', as: null, status: 401 },
    { path: 'GET /api/sites/none/protection/history?limit=x', as: 'wall', status: 403 },
    { path: 'GET /api/sites/none/protection/history?limit=x', status: 404 },
    { path: 'GET /api/sites/gao/protection/history?limit=x', status: 400 },
  ),
  ...reads('GET /api/alert-rules'),
  ...table('GET /api/alert-rules', { as: 'wall', status: 403 }),
  ...acts('PATCH /api/alert-rules/{id}', 'PATCH /api/alert-rules/late'),
  ...unknown('PATCH /api/alert-rules/{id}', 'PATCH /api/alert-rules/none'),
  ...table(
    'PATCH /api/alert-rules/{id}',
    { path: 'PATCH /api/alert-rules/medevac_limit', body: json({ version: 9, on: true, reason: 'x' }), status: 409 },
    { path: 'PATCH /api/alert-rules/medevac_limit', body: json({ version: 1, on: true, reason: 'x' }), status: 422 },
  ),
  ...acts('POST /api/alert-rules/{id}/try', 'POST /api/alert-rules/late/try'),
  ...unknown('POST /api/alert-rules/{id}/try', 'POST /api/alert-rules/none/try'),
  ...table('GET /health/live', { as: null, status: 200 }),
  ...table('GET /health/ready', { as: null, status: 200 }),
  ...reads('GET /metrics'),
  ...table('GET /sign-in/{code}', { path: 'GET /sign-in/none', as: null, status: 404 }),
  ...table(
    'POST /api/sessions',
    { body: RUBBISH, as: null, status: 400 },
    { body: json('x'.repeat(20_000)), as: null, status: 413 },
  ),
  ...reads('GET /api/sessions/current'),
  ...table('DELETE /api/sessions/current', { body: RUBBISH, as: null, status: 401 }),
  ...reads('GET /api/audit', 'limit=x'),
  ...table('GET /api/audit', { path: 'GET /api/audit?limit=x', as: 'wall', status: 403 }),
  ...reads('GET /api/audit/actions'),
  ...reads('GET /api/audit/verification', 'noted=x'),
  ...reads('GET /api/audit/export.csv', 'from=yesterday'),
  ...table('GET /sign-in/methods', { as: null, status: 200 }),
  ...table('GET /sign-in/provider', { as: null, status: 404 }),
  ...table('GET /sign-in/provider/return', { path: 'GET /sign-in/provider/return?code=x', as: null, status: 404 }),
  ...reads('GET /api/users', 'cursor=x'),
  ...acts('POST /api/users'),
  ...acts('PATCH /api/users/{id}', 'PATCH /api/users/{me}'),
  ...['disable', 'enable', 'reset'].flatMap((verb) => [
    ...acts(`POST /api/users/{id}/${verb}`, `POST /api/users/{me}/${verb}`),
    ...table(`POST /api/users/{id}/${verb}`, {
      path: `POST /api/users/{me}/${verb}`,
      body: json({ version: 7 }),
      status: 409,
    }),
    ...unknown(`POST /api/users/{id}/${verb}`, `POST /api/users/none/${verb}`),
  ]),
  ...unknown('PATCH /api/users/{id}', 'PATCH /api/users/none'),
  ...acts('PUT /api/users/{id}/email', 'PUT /api/users/{me}/email'),
  ...unknown('PUT /api/users/{id}/email', 'PUT /api/users/none/email'),
  ...table('PUT /api/users/{id}/email', {
    path: 'PUT /api/users/{me}/email',
    body: json({ version: 7, email: null }),
    status: 409,
  }),
  ...reads('GET /api/notices', 'state=lost'),
  ...reads('GET /api/notices/channels'),
  ...acts('PUT /api/notices/webhook'),
  ...table('PUT /api/notices/webhook', { body: json({ version: 7, url: null }), status: 409 }),
  ...acts('PATCH /api/notices/settings'),
  ...table('PATCH /api/notices/settings', { body: json({ version: 7, outsideInExercise: true }), status: 409 }),
  ...unknown('POST /api/notices/{id}/send-again', 'POST /api/notices/none/send-again'),
  ...reads('GET /api/alarm-quality', 'from=yesterday'),
  ...table('GET /api/alarm-quality', { as: 'wall', status: 403 }),
  ...reads('GET /api/sessions'),
  ...unknown('DELETE /api/sessions/{id}', 'DELETE /api/sessions/none'),
  ...reads('GET /api/tokens'),
  ...acts('POST /api/tokens'),
  ...acts('POST /api/tokens/{id}/rotate', 'POST /api/tokens/{reader}/rotate'),
  ...unknown('POST /api/tokens/{id}/rotate', 'POST /api/tokens/none/rotate'),
  ...unknown('DELETE /api/tokens/{id}', 'DELETE /api/tokens/none'),
  ...reads('GET /api/account'),
  ...acts('PUT /api/account/password'),
  ...acts('POST /api/account/totp'),
  ...acts('POST /api/account/totp/confirm'),
  ...acts('POST /api/account/totp/remove'),
  ...table('POST /api/account/totp', { body: json({ password: 'x' }), status: 422 }),
  ...reads('GET /api/account/sessions'),
  ...unknown('DELETE /api/account/sessions/{id}', 'DELETE /api/account/sessions/none'),
  ...reads('GET /api/settings'),
  ...acts('PATCH /api/settings'),
  ...table('PATCH /api/settings', { body: json({ version: 7 }), status: 409 }),
  ...reads('GET /api/feeds'),
  ...reads('GET /api/feeds/rejects', 'feed=weather'),
  ...table('GET /api/feeds/rejects', { path: 'GET /api/feeds/rejects?feed=weather', as: 'wall', status: 403 }),
  ...table(
    'POST /api/feeds/{feed}/reports',
    { path: 'POST /api/feeds/weather/reports', body: RUBBISH, as: null, status: 401 },
    { path: 'POST /api/feeds/positions/reports', body: RUBBISH, token: () => customsToken, status: 403 },
    { path: 'POST /api/feeds/weather/reports', body: RUBBISH, token: () => room.feedToken, status: 404 },
    { path: 'POST /api/feeds/medevac/reports', body: RUBBISH, token: () => medevacToken, status: 501 },
    { path: 'POST /api/feeds/positions/reports', body: RUBBISH, token: () => room.feedToken, status: 400 },
    { path: 'POST /api/feeds/positions/reports', body: CSV, token: () => room.feedToken, status: 415 },
    {
      path: 'POST /api/feeds/positions/reports',
      body: json({ reports: [] }),
      token: () => room.feedToken,
      status: 400,
    },
  ),
  ...table('GET /ingest/osmand/{token}', { path: 'GET /ingest/osmand/none?lat=x', as: null, status: 401 }),
  ...table('POST /ingest/osmand/{token}', { path: 'POST /ingest/osmand/none', body: CSV, as: null, status: 401 }),
  ...reads('GET /api/picture', 'at=rubbish'),
  ...table('GET /api/picture', { path: 'GET /api/picture?at=2099-01-01T00:00:00Z', status: 422 }),
  ...reads('GET /api/changes', 'after=x'),
  ...reads('GET /api/theatre'),
  ...reads('GET /api/routes', 'limit=0'),
  ...reads('GET /api/units', 'stale=perhaps'),
  ...reads('GET /api/convoys', 'state=lost'),
  ...reads('GET /api/sites', 'cursor=x'),
  ...['routes', 'units', 'convoys', 'sites'].flatMap((list) =>
    table(
      `GET /api/${list}/{id}`,
      { path: `GET /api/${list}/none`, as: null, status: 401 },
      { path: `GET /api/${list}/none?limit=x`, status: 404 },
    ),
  ),
  ...table(
    'GET /api/units/{id}/track',
    { path: 'GET /api/units/none/track?from=rubbish', as: null, status: 401 },
    { path: 'GET /api/units/none/track?from=rubbish&cursor=x', status: 404 },
    { path: 'GET /api/units/U-1/track?from=rubbish', status: 400 },
    { path: 'GET /api/units/U-1/track?cursor=x', status: 400 },
  ),
  ...table(
    'GET /api/{kind}/{id}/history',
    { path: 'GET /api/units/none/history?limit=x', as: null, status: 401 },
    { path: 'GET /api/units/none/history?limit=x&cursor=x', status: 404 },
    { path: 'GET /api/moons/U-1/history?limit=x', status: 404 },
    { path: 'GET /api/constructor/U-1/history?limit=x', status: 404 },
    { path: 'GET /api/units/U-1/history?limit=x', status: 400 },
    { path: 'GET /api/units/U-1/history?cursor=x', status: 400 },
  ),
  ...acts('POST /api/units'),
  ...acts('PATCH /api/units/{id}', 'PATCH /api/units/U-1'),
  ...table(
    'PATCH /api/units/{id}',
    { path: 'PATCH /api/units/none', body: RUBBISH, as: 'wall', status: 403 },
    { path: 'PATCH /api/units/none', body: RUBBISH, status: 404 },
    { path: 'PATCH /api/units/none', body: CSV, status: 404 },
    { path: 'PATCH /api/units/U-1', body: json({ version: -1 }), status: 409 },
  ),
  ...acts('POST /api/convoys'),
  ...reads('GET /api/exercise'),
  ...table('GET /api/exercise', { status: 404 }),
  ...['start', 'stop', 'pause', 'resume', 'speed', 'jump'].flatMap((verb) =>
    table(
      `POST /api/exercise/${verb}`,
      { body: RUBBISH, as: null, status: 401 },
      { body: RUBBISH, as: 'wall', status: 403 },
      { body: RUBBISH, status: 404 },
    ),
  ),
  ...table('GET /api/openapi.json', { as: null, status: 401 }),
  ...table(
    'POST /api/nothing',
    { body: RUBBISH, as: null, status: 401 },
    { body: RUBBISH, status: 404 },
    { body: CSV, status: 404 },
  ),
];

async function ask({ route, path = route, body, as = 'administrator', token }: Wrong) {
  const [method, address] = path
    .replace(/\{(me|reader|alert|shift)\}/, (_, word: keyof typeof ids) => ids[word])
    .split(' ') as [string, string];
  const answer = await fetch(`${room.url}${address}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token()}` }),
      ...(!token && as && { cookie: cookies[as], origin: new URL(room.url).origin }),
      ...(body && { 'content-type': body.type }),
    },
    ...(body && { body: body.body }),
  });
  return { status: answer.status, body: await answer.text() };
}

it('is kept by every route', async () => {
  const found: string[] = [];
  const expected: string[] = [];
  for (const wrong of TABLE) {
    const { status, body } = await ask(wrong);
    const what = `${wrong.path ?? wrong.route} ${wrong.body?.body.slice(0, 20) ?? ''} as ${wrong.token ? 'token' : wrong.as}`;
    expected.push(`${what}: ${wrong.status}`);
    found.push(`${what}: ${status}`);
    if (status >= 400 && wrong.path !== 'GET /sign-in/none')
      expect(JSON.parse(body)).toMatchObject({ code: expect.any(String) as string });
  }
  expect(found).toEqual(expected);
});

it('is held against every route that there is', async () => {
  const { paths } = await room.get<{ paths: Record<string, object> }>('/api/openapi.json', cookies.administrator);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const held = new Set(TABLE.map(({ route }) => route));
  expect(routes.filter((route) => !held.has(route))).toEqual([]);
});
