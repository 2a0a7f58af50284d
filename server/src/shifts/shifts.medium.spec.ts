// Real: the whole server with its database, spoken to over HTTP. Its deadlines are swept by hand, at an instant of ours.
import type {
  Alert,
  AwayReply,
  DutyStand,
  LogEntry,
  OnDutyReply,
  Page as PageOf,
  Role,
  RosterImported,
  Shift,
  ShiftEntry,
  ShiftView,
} from '@rearguard/shared';
import { SignInLinks } from '../access/sign-in-links.js';
import { AlertBook } from '../alerts/alert-book.js';
import { AuditLog } from '../access/audit-log.js';
import { ChangeLog } from '../changes/change-log.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { type Answer, Page } from '../testing/page.js';
import { openRoom, type TestRoom } from '../testing/room.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let room: TestRoom;
beforeAll(async () => (room = await openRoom()));
afterAll(() => room.close());

async function signIn(role: Role, name: string): Promise<Page> {
  const page = new Page(room.url);
  const { path } = await room.app.get(SignInLinks).create(role, name);
  await page.get(path);
  return page;
}

const until = (ms: number) => new Date(Date.now() + ms).toISOString();
const body = <Body>(answer: Answer): Body => answer.body as Body;

/** An act on the shift as it stands now. */
async function act(page: Page, id: string, what: string, more: object = {}): Promise<Answer> {
  const { version } = body<Shift>(await page.get(`/api/shifts/${id}`));
  return page.post(`/api/shifts/${id}/${what}`, { version, ...more });
}

const view = async (page: Page, id: string) => body<ShiftView>(await page.get(`/api/shifts/${id}`));
const onDuty = async (page: Page, post: Role): Promise<DutyStand | undefined> =>
  body<OnDutyReply>(await page.get('/api/roster/on-duty')).posts.find((stand) => stand.post === post);
const names = (stand: DutyStand | undefined) => [stand?.person?.name ?? null, stand?.next?.person.name ?? null];

/** What the sweeper does in time. */
const sweep = (at: number) => room.app.get(Deadlines).runDue(at);

async function raiseAlert(cause: string): Promise<Alert> {
  const { result } = await room.app.get(ChangeLog).write(async (tx) => {
    const book = room.app.get(AlertBook);
    await book.hold(tx);
    const subjects = [{ type: 'convoy' as const, id: 'BER-01' }];
    const at = Date.now();
    return book.raise(
      tx,
      cause,
      {
        severity: 'critical',
        kind: 'convoy_attack',
        ruleId: 'convoy_attacked',
        subjects,
        text: 'shots',
        source: 'BER-01',
        observedAt: at,
      },
      at,
    );
  });
  return result!;
}

it('hands a post over by two signatures, which a raised critical alert blocks', async () => {
  const [adama, binta, duty] = [
    await signIn('watch-officer', 'Adama'),
    await signIn('watch-officer', 'Binta'),
    await signIn('duty-officer', 'Dina'),
  ];
  const watcher = room.connect(await room.signIn('wall'));
  const told: { kind: string; body: Record<string, unknown> }[] = [];
  watcher.on('picture:changes', ({ changes }) => told.push(...(changes as typeof told)));
  await new Promise<void>((resolve) => watcher.emit('picture:watch', { protocol: 1 }, () => resolve()));

  const taken = body<Shift>(await adama.post('/api/shifts/take', { endsAt: until(2 * HOUR) }));
  expect(taken).toMatchObject({ state: 'on_watch', person: { name: 'Adama' } });
  expect((await binta.post('/api/shifts/take')).body).toMatchObject({ code: 'occupied', current: { id: taken.id } });
  await adama.post('/api/shifts', {
    post: 'watch-officer',
    name: 'binta',
    startsAt: until(2 * HOUR),
    endsAt: until(8 * HOUR),
  });
  expect(names(await onDuty(duty, 'watch-officer'))).toEqual(['Adama', 'Binta']);

  await duty.post('/api/log', {
    text: 'Gate of Ber is blocked',
    source: 'by radio',
    subjects: [{ type: 'site', id: 'ber' }],
  });
  const alert = await raiseAlert('attack');
  expect((await act(binta, taken.id, 'draft')).status).toBe(422);
  expect((await act(adama, taken.id, 'draft')).status).toBe(200);
  const drafted = await view(binta, taken.id);
  expect(drafted.state).toBe('handover_drafted');
  const ids = drafted.handover!.items.map(({ id }) => id);
  expect(ids).toEqual([`alert:${alert.id}`, expect.stringMatching(/^log:/)]);
  expect(drafted.blockedBy.map(({ alertId }) => alertId)).toEqual([alert.id]);
  expect(drafted.allowed.sort()).toEqual(['ask', 'take-in', 'tick']);

  expect((await act(adama, taken.id, 'review', { remarks: 'The north is restless' })).status).toBe(200);
  await act(binta, taken.id, 'ask', { itemId: null, text: 'Who holds the gate?' });
  const [question] = (await view(adama, taken.id)).handover!.questions;
  expect((await act(adama, taken.id, 'answer', { questionId: question!.id, text: 'The convoy itself' })).status).toBe(
    200,
  );
  expect((await act(binta, taken.id, 'tick', { itemIds: ['alert:none'] })).body).toMatchObject({ path: '/itemIds/0' });
  await act(binta, taken.id, 'tick', { itemIds: [`alert:${alert.id}`] });

  const blocked = await act(adama, taken.id, 'sign', { as: 'outgoing' });
  expect([blocked.status, blocked.body['code']]).toEqual([422, 'critical-alert-raised']);
  expect(blocked.body['message']).toContain(alert.id);
  await duty.post(`/api/alerts/${alert.id}/acknowledge`, {
    version: (await duty.get(`/api/alerts/${alert.id}`)).body['version'],
  });
  expect((await view(binta, taken.id)).since.changed).toEqual([`alert:${alert.id}`]);

  const stale = (await view(adama, taken.id)).version;
  expect((await act(adama, taken.id, 'sign', { as: 'outgoing' })).status).toBe(200);
  const late = await binta.post(`/api/shifts/${taken.id}/sign`, { version: stale, as: 'incoming' });
  expect([late.status, (late.body['current'] as Shift).version]).toEqual([409, stale + 1]);
  expect((await act(adama, taken.id, 'sign', { as: 'incoming' })).status).toBe(422);
  expect(names(await onDuty(duty, 'watch-officer'))).toEqual(['Adama', 'Binta']);
  expect((await act(binta, taken.id, 'sign', { as: 'incoming' })).status).toBe(200);
  expect(names(await onDuty(duty, 'watch-officer'))).toEqual(['Binta', null]);

  const { items } = body<PageOf<ShiftEntry>>(await duty.get(`/api/shifts/${taken.id}/history`));
  expect(items.map(({ act: name, to }) => `${name} ${to}`)).toEqual([
    'take on_watch',
    'draft handover_drafted',
    'review handover_reviewed',
    'ask handover_reviewed',
    'answer handover_reviewed',
    'tick handover_reviewed',
    'sign handover_reviewed',
    'sign relieved',
  ]);
  const audited = await room.app.get(AuditLog).list({ subject: taken.id }, 100);
  expect(audited.map(({ action, whoName }) => `${action} ${whoName}`).slice(0, 2)).toEqual([
    'shift.sign Binta',
    'shift.sign Adama',
  ]);
  // What a wall is told has neither names nor words in it.
  const news = told
    .filter(({ kind }) => kind === 'shift' || kind === 'log')
    .map((change) => JSON.stringify(change.body));
  expect(news.length).toBeGreaterThan(5);
  expect(news.filter((text) => /Adama|Binta|Dina|Gate/i.test(text))).toEqual([]);
});

it('calls the chief of the JOC when nobody comes, and an escalation names who is on duty', async () => {
  let joc = await signIn('chief-joc', 'Chaka');
  await joc.post('/api/shifts/take');
  const air = await signIn('air-operations', 'Aya');
  const { id } = body<Shift>(await air.post('/api/shifts/take', { endsAt: until(MINUTE) }));
  await sweep(Date.now());
  expect((await view(air, id)).state).toBe('handover_drafted');
  await room.restart();
  joc = await signIn('chief-joc', 'Chaka');
  await sweep(Date.now() + 15 * MINUTE);
  expect((await view(joc, id)).reliefLate).toBe(false);
  await sweep(Date.now() + 17 * MINUTE);
  await sweep(Date.now() + 17 * MINUTE);
  expect((await view(joc, id)).reliefLate).toBe(true);
  const { items } = body<PageOf<Alert>>(await joc.get(`/api/alerts?subject=shift:${id}`));
  expect(items).toMatchObject([
    { kind: 'relief_missing', severity: 'high', state: 'escalated', level: 2, eased: false },
  ]);
  const { items: entries } = body<PageOf<{ action: string; detail: { called?: unknown } }>>(
    await joc.get(`/api/alerts/${items[0]!.id}/history`),
  );
  expect(entries.at(-1)!.detail.called).toContainEqual(expect.objectContaining({ post: 'chief-joc', name: 'Chaka' }));
  // The chief signs for who left; the next one comes, and the condition is over.
  const next = await signIn('air-operations', 'Bah');
  await act(joc, id, 'review');
  const { handover } = await view(next, id);
  const tickable = handover!.items.filter(({ section }) => section !== 'log' && section !== 'changed');
  if (tickable.length > 0) await act(next, id, 'tick', { itemIds: tickable.map((item) => item.id) });
  expect((await act(next, id, 'sign', { as: 'incoming' })).status).toBe(200);
  expect((await act(joc, id, 'sign', { as: 'outgoing' })).status).toBe(200);
  expect(names(await onDuty(joc, 'air-operations'))[0]).toBe('Bah');
  expect((await joc.get(`/api/alerts/${items[0]!.id}`)).body).toMatchObject({ eased: true, state: 'escalated' });
});

it('takes a roster in, again without a change, and strikes off what is no longer on it', async () => {
  const admin = await signIn('administrator', 'Root');
  await signIn('commander', 'Kadi');
  const stamp = (ms: number) => new Date(Date.now() + ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const event = (uid: string, start: number, name: string) =>
    `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20230101T000000Z\r\nDTSTART:${stamp(start)}\r\nDURATION:PT8H\r\nSUMMARY:Commander: ${name}\r\nEND:VEVENT\r\n`;
  const calendar = (...events: string[]) => ({
    calendar: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.join('')}END:VCALENDAR\r\n`,
  });
  const [now, later, last] = [
    event('a', -MINUTE, 'Kadi'),
    event('b', 8 * HOUR, 'Nobody Known'),
    event('c', 16 * HOUR, 'Kadi'),
  ];

  const first = body<RosterImported>(await admin.post('/api/roster/import', calendar(now, later, last)));
  expect(first).toEqual({
    added: 3,
    changed: 0,
    unchanged: 0,
    cancelled: 0,
    unknownNames: ['Nobody Known'],
    skipped: [],
  });
  await sweep(Date.now());
  expect(await onDuty(admin, 'commander')).toMatchObject({
    person: { name: 'Kadi', personId: expect.any(String) as string },
    next: { person: { personId: null } },
  });
  const again = body<RosterImported>(await admin.post('/api/roster/import', calendar(now, later, last)));
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 3, cancelled: 0 });
  const other = body<RosterImported>(
    await admin.post('/api/roster/import', calendar(now, event('b', 8 * HOUR, 'Kadi'))),
  );
  expect(other).toMatchObject({ changed: 1, unchanged: 1, cancelled: 1 });
  const bad = await admin.post('/api/roster/import', { calendar: 'name;from;to' });
  expect([bad.status, bad.body['path']]).toEqual([400, '/calendar']);
});

it('keeps a log that is only added to, and puts a line right by another', async () => {
  const [dina, eve] = [await signIn('duty-officer', 'Dina'), await signIn('medical-duty-officer', 'Eve')];
  const wrong = body<LogEntry>(await dina.post('/api/log', { text: 'three wounded', observedAt: until(-HOUR) }));
  const right = body<LogEntry>(await eve.post('/api/log', { text: 'four wounded', corrects: wrong.id }));
  expect(right).toMatchObject({ corrects: wrong.id, who: { name: 'Eve', role: 'medical-duty-officer' } });
  const { items } = body<PageOf<LogEntry>>(await dina.get('/api/log'));
  expect(items.slice(0, 2)).toMatchObject([
    { id: right.id },
    { id: wrong.id, text: 'three wounded', correctedBy: right.id },
  ]);
  expect(Date.parse(items[1]!.at) - Date.parse(items[1]!.observedAt)).toBeGreaterThan(HOUR - MINUTE);
  const refused = async (line: object) => {
    const answer = await dina.post('/api/log', line);
    return [answer.status, answer.body['path']];
  };
  expect(await refused({ text: 'x', corrects: '999999' })).toEqual([400, '/corrects']);
  expect(await refused({ text: 'x', observedAt: until(HOUR) })).toEqual([400, '/observedAt']);
  expect(await refused({ text: '  ' })).toEqual([400, '/text']);
  expect((await (await wallPage()).get('/api/log')).status).toBe(403);
});

it('tells who comes back what changed since they left', async () => {
  const [kofi, dina] = [await signIn('duty-officer', 'Kofi'), await signIn('duty-officer', 'Dina')];
  const first = body<AwayReply>(await kofi.get('/api/away'));
  expect(first.leftAt).toBeNull();
  await kofi.post('/api/away/seen', {});
  await awayFor(11 * MINUTE, 'Kofi');
  const alert = await raiseAlert('while Kofi slept');
  await dina.post('/api/log', { text: 'Kofi sleeps' });
  const back = body<AwayReply>(await kofi.get('/api/away'));
  expect(back.awayMs).toBeGreaterThan(10 * MINUTE);
  expect(back.changed.alerts.rows.map(({ id }) => id)).toEqual([alert.id]);
  expect(back.changed.alerts.raised).toMatchObject({ critical: 1, high: 0 });
  expect(back.changed.log.rows.map(({ text }) => text)).toEqual(['Kofi sleeps']);
  // A reload is no absence; what was read is no news.
  expect(body<AwayReply>(await kofi.get('/api/away')).changed.from).toEqual(back.changed.from);
  await kofi.post('/api/away/seen', { readUpTo: back.changed.to.seq });
  expect(body<AwayReply>(await kofi.get('/api/away')).changed.alerts.rows).toEqual([]);
});

async function wallPage(): Promise<Page> {
  return signIn('wall', 'W');
}

/** As if nobody of this name had been at a screen for so long. */
async function awayFor(ms: number, name: string): Promise<void> {
  const { DataSource } = await import('typeorm');
  await room.app
    .get(DataSource)
    .query(
      `UPDATE presence SET seen_at = seen_at - $1 * interval '1 ms' FROM person p WHERE p.id = person_id AND p.name = $2`,
      [ms, name],
    );
}
