// Real: the whole server with its database, a mail server (smtp-server), a receiver of webhooks. Time passes by the
// deadlines that are due.
import { createHmac } from 'node:crypto';
import type {
  Alert,
  ErrorBody,
  Notice,
  NoticeBody,
  NoticeChannels,
  Page,
  User,
  UserWithLink,
  WebhookSet,
} from '@rearguard/shared';
import { Webhook } from 'standardwebhooks';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { OnDuty } from '../roster/on-duty.js';
import { raised } from '../testing/alerts.js';
import { mailbox, type Posted, receiver } from '../testing/outside.js';
import { eventually as soon, openRoom, type TestRoom } from '../testing/room.js';
import { MOST_TRIES } from './domain/back-off.js';
import { MailChannel } from './mail-channel.js';
import { NoticeOutbox } from './notice-outbox.js';
import { NoticeRows } from './notice-rows.js';
import { NoticeSettingsStore } from './notice-settings.js';
import { WebhookChannel } from './webhook-channel.js';

/** A try waits for a lease and a sweep; on a busy machine that takes a while. */
const eventually = (question: () => boolean | Promise<boolean>, what: string) => soon(question, what, 30_000);

let mail: Awaited<ReturnType<typeof mailbox>>;
let hook: Awaited<ReturnType<typeof receiver>>;
let room: TestRoom;
let administrator: string;
let duty: string;
let secret: string;
beforeAll(async () => {
  [mail, hook] = [await mailbox(), await receiver()];
  room = await openRoom({ SMTP_URL: mail.url, PUBLIC_URL: 'https://joc.example.org' });
  [administrator, duty] = [await room.signIn('administrator'), await room.signIn('duty-officer')];
  for (const role of ['duty-officer', 'watch-officer', 'commander']) await person(`Ali ${role}`, role);
  secret = (await setWebhook({ url: hook.url })).body.secret!;
});
afterAll(async () => {
  await room.close();
  await Promise.all([mail.close(), hook.close()]);
});

async function send<Answer>(method: string, path: string, body: unknown, to = room, cookie = administrator) {
  const answer = await fetch(`${to.url}${path}`, {
    method,
    headers: { cookie, origin: new URL('https://joc.example.org').origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer & ErrorBody };
}
async function person(name: string, role: string): Promise<User> {
  const { body } = await send<UserWithLink>('POST', '/api/users', { name, role });
  const email = `${role}@example.org`;
  const { status, body: user } = await send<User>('PUT', `/api/users/${body.user.id}/email`, {
    version: body.user.version,
    email,
  });
  expect([status, user.email]).toEqual([200, email]);
  return user;
}
const channels = () => room.get<NoticeChannels>('/api/notices/channels', administrator);
const setWebhook = async (target: object) =>
  send<WebhookSet>('PUT', '/api/notices/webhook', { version: (await channels()).version, ...target });
const notices = async (query = '') =>
  (await room.get<Page<Notice>>(`/api/notices?limit=500${query}`, administrator)).items;
const sql = (text: string, values: unknown[] = []) =>
  room.app.get(DataSource).query<Record<string, unknown>[]>(text, values);

let count = 0;
/** Reports an incident by form, and tells its alert. */
async function raise(severity = 'critical', to = room, cookie = duty): Promise<string> {
  count += 1;
  const { status, body } = await send<{ alertId: string }>(
    'POST',
    '/api/incidents',
    {
      incidentId: `INC-${count}`,
      kind: 'medevac',
      severity,
      source: 'Sgt Traoré',
      text: 'Pte Keita has a chest wound',
      place: 'Ber road',
      observedAt: Date.now(),
    },
    to,
    cookie,
  );
  expect(status).toBe(201);
  return body.alertId;
}
const mailsOf = (alertId: string) => mail.mails.filter(({ raw }) => raw.includes(alertId));
const postsOf = (alertId: string) =>
  hook.posted.filter(({ text }) => (JSON.parse(text) as NoticeBody).alertId === alertId);
const idOf = ({ headers }: Posted) => headers['webhook-id'];
/** Lets all that waits for another try be due now. */
const waitIsOver = (channel = 'webhook') =>
  sql(`UPDATE deadline SET due_at = date_trunc('milliseconds', now()) WHERE time = $1`, [channel]);

describe('what leaves the room', () => {
  it('is a critical alert, to those whom it calls and to the webhook, signed, and no word of anybody', async () => {
    const id = await raise();
    await eventually(() => mailsOf(id).length > 0 && postsOf(id).length > 0, 'mail and webhook');
    expect(mailsOf(id).map(({ to }) => to)).toEqual([['duty-officer@example.org']]);
    const { raw } = mailsOf(id)[0]!;
    expect(raw).toMatch(/^Subject: CRITICAL raised: Medevac\r$/m);
    expect(raw).toContain('https://joc.example.org/desk');
    const [post] = postsOf(id) as [Posted];
    const body = JSON.parse(post.text) as NoticeBody;
    expect(body).toMatchObject({ type: 'alert.raised', level: 0, calls: ['duty-officer'], place: 'Ber road' });
    expect(body).toMatchObject({ id: idOf(post), exercise: false, link: 'https://joc.example.org/desk' });
    for (const word of ['Keita', 'Traor', 'wound']) expect(raw + post.text).not.toContain(word);
    // By their own library, and by the letter of the standard.
    expect(new Webhook(secret).verify(post.text, post.headers as Record<string, string>)).toEqual(body);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = `${body.id}.${String(post.headers['webhook-timestamp'])}.${post.text}`;
    expect(post.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('is each escalation, to more people at each level; and nothing of an alert that is not critical', async () => {
    const id = await raise('high');
    await eventually(async () => (await room.get<Alert>(`/api/alerts/${id}`, duty)).version > 0, 'the alert');
    expect((await notices()).filter(({ alertId }) => alertId === id)).toEqual([]);
    const escalate = async () => {
      const { version } = await room.get<Alert>(`/api/alerts/${id}`, duty);
      const watch = await room.signIn('watch-officer');
      const { status } = await send('POST', `/api/alerts/${id}/escalate`, { version }, room, watch);
      expect(status).toBe(200);
    };
    await escalate();
    await eventually(() => mailsOf(id).length === 2 && postsOf(id).length === 1, 'the first level');
    await escalate();
    await escalate();
    await eventually(() => mailsOf(id).length === 2 + 2 + 3 && postsOf(id).length === 3, 'all levels');
    expect(
      mailsOf(id)
        .slice(-3)
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual(['commander@example.org', 'duty-officer@example.org', 'watch-officer@example.org']);
    const levels = postsOf(id).map(({ text }) => (JSON.parse(text) as NoticeBody).level);
    expect(levels).toEqual([1, 2, 3]);
  });

  it('is an alert that becomes critical while it waits', async () => {
    const id = await raise('high');
    const worse = { kind: 'medevac', severity: 'critical', source: 'x', text: 'y', place: 'Ber road' };
    const report = { incidentId: `INC-${count}`, ...worse, observedAt: Date.now() };
    expect((await send('POST', '/api/incidents', report, room, duty)).status).toBe(201);
    await eventually(() => mailsOf(id).length === 1 && postsOf(id).length === 1, 'mail and webhook');
    expect(mailsOf(id)[0]!.raw).toMatch(/^Subject: CRITICAL raised: Medevac\r$/m);
  });

  it('never leaves without the step that it tells of', async () => {
    const outbox = async () => (await sql(`SELECT count(*)::int AS n FROM notice`))[0]!['n'];
    const before = await outbox();
    await sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`);
    await sql(`CREATE TRIGGER fail BEFORE INSERT ON change FOR EACH ROW EXECUTE FUNCTION fail()`);
    count += 1;
    const fields = {
      kind: 'medevac',
      severity: 'critical',
      source: 'x',
      text: 'y',
      place: 'z',
      observedAt: Date.now(),
    };
    const { status } = await send('POST', '/api/incidents', { incidentId: `INC-${count}`, ...fields }, room, duty);
    await sql(`DROP FUNCTION fail CASCADE`);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(await outbox()).toBe(before);
  });
});

describe('a receiver that does not answer well', () => {
  it('is tried again, also after a restart, under the same id, until it says yes; mails go on meanwhile', async () => {
    hook.answer.status = 503;
    const id = await raise();
    await eventually(() => postsOf(id).length === 1 && mailsOf(id).length === 1, 'the first try');
    await eventually(async () => (await notices('&state=waiting')).some(({ tries }) => tries === 1), 'its outcome');
    const [waiting] = (await notices('&state=waiting')).filter(({ alertId }) => alertId === id);
    expect(waiting).toMatchObject({ channel: 'webhook', tries: 1, fault: 'answered 503' });
    expect(Date.parse(waiting!.nextTryAt!)).toBeGreaterThan(Date.parse(waiting!.triedAt!));
    const stands = async () => (await channels()).channels.map(({ state }) => state);
    expect(await stands()).toEqual(['ready', 'failing']);
    await room.restart();
    hook.answer.status = 204;
    await waitIsOver();
    await eventually(() => postsOf(id).length === 2, 'the second try');
    await eventually(async () => (await notices('&state=waiting')).length === 0, 'its outcome');
    expect(await stands()).toEqual(['ready', 'ready']);
    expect(new Set(postsOf(id).map(idOf)).size).toBe(1);
    expect(mailsOf(id)).toHaveLength(1);
  });

  it('is given up after the last try; an administrator sees that, and sends it again', async () => {
    hook.answer.status = 500;
    const id = await raise();
    await eventually(() => postsOf(id).length === 1, 'the first try');
    const mine = async () => (await notices()).find((one) => one.alertId === id && one.channel === 'webhook')!;
    for (let tries = 1; tries < MOST_TRIES; tries += 1) {
      await eventually(async () => (await mine()).tries === tries, `the outcome of try ${tries}`);
      await waitIsOver();
    }
    await eventually(async () => (await mine()).state === 'dead', 'the end');
    const dead = await mine();
    expect(dead).toMatchObject({ tries: MOST_TRIES, fault: 'answered 500', nextTryAt: null });
    expect(postsOf(id)).toHaveLength(MOST_TRIES);
    expect((await channels()).channels.find(({ channel }) => channel === 'webhook')).toMatchObject({ dead: 1 });
    hook.answer.status = 200;
    const again = () => send<Notice>('POST', `/api/notices/${dead.id}/send-again`, {});
    expect((await again()).status).toBe(200);
    await eventually(async () => (await mine()).state === 'sent', 'the notice');
    expect(new Set(postsOf(id).map(idOf))).toEqual(new Set([dead.id]));
    expect(await again()).toMatchObject({ status: 422, body: { code: 'not-given-up' } });
  });

  it('does not hold up alerts when it does not answer at all', async () => {
    const gone = await receiver();
    await gone.close();
    await setWebhook({ url: gone.url });
    const id = await raise();
    await eventually(async () => {
      const one = (await notices()).find(({ alertId, channel }) => alertId === id && channel === 'webhook');
      return one?.fault?.includes('ECONNREFUSED') === true;
    }, 'the fault to be seen');
    expect((await room.get<Alert>(`/api/alerts/${id}`, duty)).state).toBe('raised');
    await setWebhook({ url: hook.url });
  });
});

describe('the webhook', () => {
  it('has a secret that is shown once, when the room makes it, and never again', async () => {
    expect((await setWebhook({ url: hook.url })).body.secret).toBeNull();
    const made = (await setWebhook({ url: hook.url, newSecret: true })).body.secret!;
    expect(made).toMatch(/^whsec_/);
    expect(made).not.toBe(secret);
    const given = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect((await setWebhook({ url: hook.url, secret: given })).body.secret).toBeNull();
    const paths = ['/api/notices/channels', '/api/notices', '/api/audit?action=notice-webhook.set'];
    for (const path of paths) {
      const text = JSON.stringify(await room.get(path, administrator));
      for (const word of [secret, made, given]) expect(text).not.toContain(word.slice(6, 30));
    }
    const id = await raise();
    await eventually(() => postsOf(id).length === 1, 'the post');
    const [post] = postsOf(id) as [Posted];
    new Webhook(given).verify(post.text, post.headers as Record<string, string>);
  });

  it.each([
    ['http://hooks.example.org/x', '/url', 'must be an https address (http on this machine alone)'],
    [
      'https://me:word@hooks.example.org',
      '/url',
      'must not hold a user or a password: everybody who may see the address would see them',
    ],
    ['hooks', '/url', 'must be an address'],
  ])('is not set to %s', async (url, path, message) => {
    expect(await setWebhook({ url })).toMatchObject({ status: 400, body: { path, message } });
  });
});

describe('an exercise', () => {
  it('sends nothing to other machines unless an administrator lets it, and says EXERCISE', async () => {
    const app = room.app;
    const config: Config = { ...app.get<Config>(CONFIG), exercise: 'mali-2023' };
    const outbox = new NoticeOutbox(
      config,
      app.get(NoticeSettingsStore, { strict: false }),
      app.get(NoticeRows, { strict: false }),
      app.get(OnDuty, { strict: false }),
      app.get(MailChannel, { strict: false }),
      app.get(WebhookChannel, { strict: false }),
      app.get(SystemClock),
    );
    /** Tells of a critical alert as an exercise does, and says by which ways it left. */
    const told = async () => {
      count += 1;
      const { alert } = raised({ id: `A-exercise-${count}` });
      const { manager } = app.get(DataSource);
      await outbox.tell(manager, alert, { action: 'raise', at: Date.now() });
      const left = (await notices()).filter(({ alertId }) => alertId === alert.id);
      return { id: alert.id, ways: left.map(({ channel }) => channel).sort() };
    };
    await setWebhook({ url: 'https://hooks.invalid/x' });
    expect((await told()).ways).toEqual(['e-mail']);
    await setWebhook({ url: hook.url });
    const { id, ways } = await told();
    expect(ways).toEqual(['e-mail', 'webhook']);
    await eventually(() => postsOf(id).length === 1 && mailsOf(id).length === 1, 'mail and post');
    expect(JSON.parse(postsOf(id)[0]!.text)).toMatchObject({ exercise: true });
    expect(mailsOf(id)[0]!.raw).toMatch(/^Subject: EXERCISE CRITICAL raised: /m);
    // Written while it could go to this machine, it does not go to another whose address was set meanwhile.
    hook.answer.status = 500;
    const late = await told();
    await eventually(() => postsOf(late.id).length === 1, 'the first try');
    await setWebhook({ url: 'https://hooks.invalid/x' });
    const mine = async () => (await notices()).find((one) => one.alertId === late.id && one.channel === 'webhook')!;
    await eventually(async () => (await mine()).tries === 1, 'its outcome');
    await waitIsOver();
    await eventually(async () => (await mine()).state === 'withheld', 'it to be withheld');
    const { version } = await channels();
    await send('PATCH', '/api/notices/settings', { version, outsideInExercise: true });
    expect((await told()).ways).toEqual(['e-mail', 'webhook']);
  });
});
