// Real: the whole server with its database; reports come in at the door, people by HTTP, the picture as clients get it.
import type { Alert, ErrorBody, Incident, IncidentSource, LogEntry, Page, Picture } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let cookie: string;
beforeAll(async () => {
  room = await openRoom();
  cookie = await room.signIn('duty-officer');
});
afterAll(() => room.close());

const MINUTE = 60_000;
const began = Date.now() - 60 * MINUTE;

const aReport = (incidentId: string, over: object = {}) => ({
  reportId: `${incidentId}-1`,
  incidentId,
  kind: 'indirect_fire',
  severity: 'high',
  observedAt: began,
  source: 'sector north',
  text: 'two rounds landed inside the camp',
  place: 'Kidal',
  ...over,
});

const incident = (id: string) => room.get<Incident>(`/api/incidents/${id}`, cookie);
const alertOf = async (id: string) => room.get<Alert>(`/api/alerts/${(await incident(id)).alertId}`, cookie);
const taken = (id: string, reports = 1) =>
  eventually(async () => {
    const { items } = await room.get<Page<Incident>>('/api/incidents', cookie);
    return items.some((one) => one.id === id && one.reports >= reports);
  }, `incident ${id} with ${reports} reports`);

describe('the feed security', () => {
  it('takes an incident in: on record, in the picture, and as a call to act', async () => {
    const answer = await room.sendTo('security', [aReport('EV-034')]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } });
    await taken('EV-034');
    expect(await incident('EV-034')).toMatchObject({
      severity: 'high',
      place: 'Kidal',
      placeId: 'kidal',
      positionBasis: 'place',
      actor: null,
      casualties: [],
      sources: [{ source: 'sector north', way: 'feed', enteredBy: 'test', late: false }],
    });
    const alert = await alertOf('EV-034');
    expect(alert).toMatchObject({
      state: 'raised',
      severity: 'high',
      kind: 'indirect_fire',
      ruleId: 'security_report',
      subjects: [{ type: 'incident', id: 'EV-034' }],
    });
    await eventually(async () => {
      const picture = await room.get<Picture>('/api/picture', cookie);
      return picture.incidents['EV-034'] !== undefined && picture.alerts[alert.id] !== undefined;
    }, 'both to stand in the picture');
  });

  it('tells of an incident and its alert in one transaction, one number after the other', async () => {
    await room.sendTo('security', [aReport('TX-1', { place: 'Mopti' })]);
    await taken('TX-1');
    const { alertId } = await incident('TX-1');
    const changes = await room.changes(cookie);
    const [raised] = changes.filter(({ id }) => id === alertId);
    const [told] = changes.filter(({ id }) => id === 'TX-1');
    expect([raised!.kind, told!.kind, told!.seq - raised!.seq]).toEqual(['alert', 'incident', 1]);
  });

  it('raises nothing for information alone', async () => {
    await room.sendTo('security', [aReport('INFO-1', { kind: 'ceremony', severity: 'info' })]);
    await taken('INFO-1');
    expect((await incident('INFO-1')).alertId).toBeNull();
  });

  it('takes the same report once, however often it is sent, and keeps an id with other content as refused', async () => {
    const one = aReport('ONCE-1');
    await room.sendTo('security', [one, one]);
    await room.sendTo('security', [one]);
    await taken('ONCE-1');
    const reused = await room.sendTo('security', [{ ...one, text: 'three rounds' }, aReport('ONCE-2')]);
    expect(reused.body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, path: '/reportId', code: 'id-reused' }],
    });
    await taken('ONCE-2');
    expect((await incident('ONCE-1')).reports).toBe(1);
    const rejects = await room.get<Page<{ code: string; report: string }>>('/api/feeds/rejects?feed=security', cookie);
    expect(rejects.items[0]!.code).toBe('id-reused');
    expect(rejects.items[0]!.report).toContain('three rounds');
  });

  it.each([
    ['a kind that is not in the list', { kind: 'picnic' }, '/kind', 'invalid'],
    ['a severity that is none', { severity: 'red' }, '/severity', 'invalid'],
    ['no source: nothing is claimed without one', { source: undefined }, '/source', 'missing'],
    ['no text', { text: '  ' }, '/text', 'out-of-range'],
    ['no place at all', { place: undefined }, '/place', 'missing'],
    ['half a position', { lat: 16.7 }, '/lon', 'missing'],
    ['latitude and longitude that changed places', { lat: -3, lon: 16.77 }, '/lat', 'coordinates-swapped'],
    ['a time to come', { observedAt: Date.now() + 10 * MINUTE }, '/observedAt', 'observed-in-future'],
    ['no incident', { incidentId: undefined }, '/incidentId', 'missing'],
  ])('refuses %s, and lets the others pass', async (_, over, path, code) => {
    const id = `PASS${path}-${code}`.replaceAll('/', '');
    const { status, body } = await room.sendTo('security', [aReport('BAD-1', over), aReport(id)]);
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, path, code }] });
  });

  it('keeps every source of an incident and every figure with its time', async () => {
    const killed = (count: number) => [{ group: 'peacekeeper', harm: 'killed', count }];
    await room.sendTo('security', [aReport('BER', { place: 'Ber', severity: 'medium', casualties: killed(3) })]);
    await taken('BER');
    const first = await alertOf('BER');
    const act = await room.post(`/api/alerts/${first.id}/acknowledge`, { version: first.version }, cookie);
    expect(act.status).toBe(200);
    await room.sendTo('security', [
      aReport('BER', {
        reportId: 'BER-2',
        source: 'hospital Timbuktu',
        severity: 'high',
        text: 'a fourth has died',
        observedAt: began + 30 * MINUTE,
        casualties: killed(4),
        casualtiesFinal: true,
      }),
      aReport('BER', {
        reportId: 'BER-3',
        source: 'patrol',
        text: 'dust was seen before',
        observedAt: began - 10 * MINUTE,
      }),
    ]);
    await taken('BER', 3);
    expect(await incident('BER')).toMatchObject({
      text: 'a fourth has died',
      severity: 'high',
      casualties: [{ group: 'peacekeeper', harm: 'killed', count: 4, final: true, source: 'hospital Timbuktu' }],
    });
    const history = await room.get<Page<IncidentSource>>('/api/incidents/BER/history', cookie);
    expect(history.items.map(({ source, late, casualties }) => [source, late, casualties[0]?.count ?? null])).toEqual([
      ['sector north', false, 3],
      ['hospital Timbuktu', false, 4],
      ['patrol', true, null],
    ]);
    // It worsened after somebody had taken it: it asks anew, and says so.
    expect(await alertOf('BER')).toMatchObject({ id: first.id, state: 'raised', severity: 'high', raises: 2 });
  });
});

describe('what people enter themselves', () => {
  it('is an incident by form, with its reporter, on the audit record', async () => {
    const { status, body } = await room.post<Incident>(
      '/api/incidents',
      {
        kind: 'demonstration',
        severity: 'medium',
        observedAt: began,
        source: 'gate guard',
        text: 'a crowd at the north gate',
        siteId: 'gao',
        place: 'Gao',
        demonstration: { stance: 'against', size: 300, gateBlocked: true },
      },
      cookie,
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      siteIds: ['gao'],
      demonstration: { size: 300, gateBlocked: true },
      sources: [{ way: 'form' }],
    });
    const chief = await room.signIn('chief-joc');
    const audit = await room.get<Page<{ action: string }>>('/api/audit?action=incident.report', chief);
    expect(audit.items).toHaveLength(1);
    // A correction is a further report of the same incident.
    const corrected = await room.post<Incident>(
      '/api/incidents',
      {
        incidentId: body.id,
        kind: 'demonstration',
        severity: 'info',
        observedAt: began + MINUTE,
        source: 'gate guard',
        text: 'the crowd has gone',
        place: 'Gao',
        demonstration: { gateBlocked: false },
      },
      cookie,
    );
    expect(corrected.body).toMatchObject({ id: body.id, version: 2, text: 'the crowd has gone', reports: 2 });
  });

  it('is told the field at fault', async () => {
    const { status, body } = await room.post<ErrorBody>(
      '/api/incidents',
      { kind: 'clash', severity: 'high', observedAt: began, source: 'x', text: 'y' },
      cookie,
    );
    expect([status, body.code, body.path]).toEqual([400, 'missing', '/place']);
  });

  it('is an incident by a line of the watch log', async () => {
    const { status, body } = await room.post<LogEntry>(
      '/api/log',
      {
        text: 'contact north of Ber, small arms',
        source: 'BER-01 by radio',
        incident: { kind: 'convoy_attack', severity: 'critical', lat: 16.8, lon: -2.6, convoyId: 'BER-01' },
      },
      cookie,
    );
    expect(status).toBe(201);
    const alert = await alertOf(body.incidentId!);
    expect(alert).toMatchObject({ severity: 'critical', ruleId: 'convoy_attacked', methane: { hazards: null } });
    expect(alert.subjects).toContainEqual({ type: 'convoy', id: 'BER-01' });
    const lines = await room.get<Page<LogEntry>>('/api/log', cookie);
    expect(lines.items[0]).toMatchObject({ text: 'contact north of Ber, small arms', incidentId: body.incidentId });
  });
});

it('says how the feed does', async () => {
  const feeds = await room.get<{ items: { feed: string; state: string; accepted: number }[] }>('/api/feeds', cookie);
  expect(feeds.items.find(({ feed }) => feed === 'security')).toMatchObject({ state: 'live' });
});

it('keeps incidents and alerts over a restart', async () => {
  const before = await alertOf('EV-034');
  await room.restart();
  expect(await alertOf('EV-034')).toEqual(before);
  await eventually(async () => {
    const picture = await room.get<Picture>('/api/picture', cookie);
    return picture.incidents['EV-034'] !== undefined;
  }, 'the incident in the picture');
});
