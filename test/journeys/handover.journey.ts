import { jest } from '@jest/globals';
import type { Alert, OnDutyReply, Page as PageOf, Shift } from '@rearguard/shared';
import type { Browser, Page } from 'playwright-core';
import { faultsOf } from '../product/axe.js';
import { openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(240_000);

const MINUTE = 60_000;

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start({ EXERCISE: 'none' }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

/** A person at a screen of their own. */
async function signIn(role: string, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const page = await context.newPage();
  await page.goto(await product.command('sign-in-link', role, '--name', name));
  return page;
}

async function ask<Answer>(page: Page, path: string): Promise<Answer> {
  return (await (await page.context().request.get(`${product.url}${path}`)).json()) as Answer;
}

async function post(page: Page, path: string, data: object): Promise<void> {
  const answer = await page.context().request.post(`${product.url}${path}`, { data, headers: { origin: product.url } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
}

const responsible = async (page: Page): Promise<string | undefined> =>
  (await ask<OnDutyReply>(page, '/api/roster/on-duty')).posts.find(({ post }) => post === 'watch-officer')?.person
    ?.name;

const stamp = (ms: number): string => new Date(Date.now() + ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
const shift = (uid: string, from: number, to: number, name: string): string =>
  ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20230101T000000Z', `DTSTART:${stamp(from)}`, `DTEND:${stamp(to)}`]
    .concat(`SUMMARY:Watch officer: ${name}`, 'END:VEVENT')
    .join('\r\n');

it('hands the watch over by two signatures, which a raised critical alert blocks first', async () => {
  const adama = await signIn('watch-officer', 'Adama K.');
  const binta = await signIn('watch-officer', 'Binta S.');
  const chief = await signIn('chief-joc', 'Chaka T.');
  const faults: string[] = [];
  for (const page of [adama, binta, chief]) page.on('pageerror', (fault) => faults.push(fault.message));

  // The chief takes a roster in. Adama's shift has begun and ends in twenty minutes: it begins and is drafted by itself.
  await post(chief, '/api/incidents', {
    kind: 'demonstration',
    severity: 'high',
    observedAt: new Date().toISOString(),
    source: 'Gao office',
    text: 'a crowd at the gate',
    place: 'Gao',
  });
  await chief.goto(`${product.url}/handover`);
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    shift('w1', -7 * 60 * MINUTE, 20 * MINUTE, 'Adama K.'),
    shift('w2', 20 * MINUTE, 8 * 60 * MINUTE, 'binta s.'),
    'END:VCALENDAR',
  ];
  const buffer = Buffer.from(calendar.join('\r\n'));
  await chief.locator('input[type=file]').setInputFiles({ name: 'roster.ics', mimeType: 'text/calendar', buffer });
  await chief.getByText('Roster taken in: 2 new, 0 changed, 0 struck off.').waitFor();

  await adama.goto(`${product.url}/handover`);
  await adama.locator('[data-testid="handover"][data-state="handover_drafted"]').waitFor({ timeout: 30_000 });
  await adama.getByText('Adama K. hands over to Binta S.').waitFor();

  // A line of the log, by keyboard. It is told to the other screen.
  await binta.goto(`${product.url}/handover`);
  await adama.keyboard.press('l');
  await adama.keyboard.type('Gate of Gao is shut');
  await adama.keyboard.press('Enter');
  await binta.getByTestId('log').getByText('Gate of Gao is shut').waitFor();

  await post(adama, '/api/incidents', {
    kind: 'convoy_attack',
    severity: 'critical',
    observedAt: new Date().toISOString(),
    source: 'BER-01 by radio',
    text: 'contact north of Ber',
    lat: 16.8,
    lon: -2.6,
  });
  await adama.getByTestId('blocked').getByText('contact north of Ber').waitFor();
  await adama.keyboard.press('Escape');
  await adama.keyboard.press('n');
  await adama.getByTestId('changed').waitFor({ state: 'detached' });
  await adama.getByLabel('Remarks of who leaves').fill('The north is restless');
  await adama.getByTestId('review').click();
  await adama.locator('[data-state="handover_reviewed"]').waitFor();

  await binta.getByTestId('tick-all-alerts').click();
  await binta.getByRole('button', { name: 'Question about the whole handover' }).click();
  await binta.keyboard.type('Who holds the gate?');
  await binta.keyboard.press('Enter');
  await adama.getByTestId('answer-text').fill('The convoy itself');
  await adama.getByTestId('answer').click();
  await binta.getByText('The convoy itself').waitFor();

  await adama.getByTestId('sign').click();
  await adama
    .getByRole('alert')
    .getByText(/Not done: the critical alert A-\w+ \(convoy attack, since \d\d:\d\d UTC\) is still raised/)
    .waitFor();
  expect(await faultsOf(adama)).toEqual([]);

  const { items } = await ask<PageOf<Alert>>(adama, '/api/alerts?severity=critical');
  await post(adama, `/api/alerts/${items[0]!.id}/acknowledge`, { version: items[0]!.version });
  await adama.getByTestId('blocked').waitFor({ state: 'detached' });
  await adama.getByTestId('sign').click();
  await adama
    .getByTestId('shift-steps')
    .getByText(/Adama K\., .*\d/)
    .nth(1)
    .waitFor();
  expect(await responsible(chief)).toBe('Adama K.');

  // Binta signs what she sees: a signature on what has changed meanwhile is refused.
  await binta
    .getByTestId('shift-steps')
    .getByText(/Adama K\., .*\d/)
    .nth(1)
    .waitFor();
  await binta.keyboard.press('s');
  await binta
    .getByTestId('passed')
    .getByText(/Responsible since .*: Binta S\./)
    .waitFor();
  expect(await responsible(chief)).toBe('Binta S.');
  await adama.getByTestId('passed').waitFor();
  await eventually(
    async () => (await chief.getByTestId('posts').innerText()).includes('Binta S.'),
    'the chief to see who is responsible',
  );
  const { items: shifts } = await ask<PageOf<Shift>>(chief, '/api/shifts');
  expect(shifts.map(({ state, person }) => [person.name, state])).toEqual([
    ['Binta S.', 'on_watch'],
    ['Adama K.', 'relieved'],
  ]);
  expect(faults).toEqual([]);
});
