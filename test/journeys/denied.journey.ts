import { jest } from '@jest/globals';
import type { Picture } from '@rearguard/shared';
import type { Browser, Page } from 'playwright-core';
import { choose } from '../product/alerts.js';
import { openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(240_000);

const HOUR = 3_600_000;
const now = Date.now();

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start({ EXERCISE: 'none' }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

async function signIn(role: string, size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en' });
  const page = await context.newPage();
  await page.goto(await product.command('sign-in-link', role));
  await page.locator('[data-testid="connection"][data-state="live"]').waitFor({ state: 'attached' });
  return page;
}

async function send(feed: string, token: string, reports: object[]): Promise<void> {
  const answer = await fetch(`${product.url}/api/feeds/${feed}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ reports }),
  });
  expect([answer.status, await answer.json()]).toMatchObject([202, { rejected: [] }]);
}

async function plan(page: Page, convoy: object): Promise<void> {
  const answer = await page.context().request.post(`${product.url}/api/convoys`, {
    data: convoy,
    headers: { origin: product.url },
  });
  expect(answer.status()).toBe(201);
}

/** The id of the open alert of a rule that names all of these. */
async function alertOn(page: Page, rule: string, ...ids: string[]): Promise<string> {
  let found: string | undefined;
  await eventually(
    async () => {
      const answer = await page.context().request.get(`${product.url}/api/picture`);
      const { alerts } = (await answer.json()) as Picture;
      found = Object.values(alerts).find(
        ({ ruleId, subjects }) => ruleId === rule && ids.every((id) => subjects.some((subject) => subject.id === id)),
      )?.id;
      return found !== undefined;
    },
    `an alert ${rule} on ${ids.join(', ')}`,
  );
  return found!;
}

it('SC-DENIED: what the authority refuses and holds is on the desk and the wall at once, with whom it falls on', async () => {
  const [air, customs] = await Promise.all(
    ['airspace', 'customs'].map((feed) => product.command('feed-token', 'create', feed, '--name', feed)),
  );
  const duty = await signIn('duty-officer', { width: 1440, height: 900 });
  const watch = await signIn('watch-officer', { width: 1920, height: 1080 });
  const faults: string[] = [];
  for (const page of [duty, watch]) page.on('pageerror', (fault) => faults.push(fault.message));
  if (watch.url().endsWith('/desk')) await watch.goto(`${product.url}/wall`);
  await plan(watch, {
    id: 'TES-03',
    routeId: 'msr-gao-kidal',
    reversed: true,
    plannedDepartureAt: new Date(now + 3 * HOUR).toISOString(),
    plannedSpeedKmh: 6,
  });
  const row = watch.locator('[data-convoy-id="TES-03"]');
  await row.waitFor();

  // Eight requests for the day; six are refused, one resupply and one evacuation allowed.
  const serves = [{ type: 'convoy', id: 'TES-03' }];
  const purposes = [
    'air_cover',
    'troop_move',
    'resupply',
    'reconnaissance',
    'regular',
    'regular',
    'resupply',
    'medevac',
  ];
  const request = (state: string, hoursAgo: number, over: (no: number) => object) =>
    purposes.map((purpose, index) => ({
      requestId: `FR-1027-${index + 1}`,
      state,
      observedAt: now - hoursAgo * HOUR,
      source: 'air operations',
      purpose,
      ...over(index + 1),
    }));
  await send(
    'airspace',
    air!,
    request('submitted', 12, (no) => ({ dependants: no === 1 ? serves : [{ type: 'site', id: 'kidal' }] })),
  );
  const window = { from: now - HOUR, to: now + 10 * HOUR };
  const [refused, allowed] = [
    request('denied', 1, () => ({ reason: 'no mission flight authorised' })).slice(0, 6),
    request('approved', 1, () => ({ window })).slice(6),
  ];
  await send('airspace', air!, [...refused, ...allowed]);

  // The desk is called, and reads what follows from it and what to do.
  const refusal = await alertOn(duty, 'approval_refused', 'FR-1027-1', 'TES-03');
  if (!duty.url().endsWith('/desk')) await duty.locator('nav a[href="/desk"]').click();
  await duty.locator(`[data-testid="queue"] [data-alert-id="${refusal}"]`).waitFor();
  await choose(duty, refusal);
  const detail = await duty.getByTestId('detail').innerText();
  expect(detail).toContain('Convoys, sites and patients that count on it are without it.');
  expect(detail).toContain('find another way');
  const chain = duty.getByTestId('context').getByTestId('consequences').locator('li').first();
  await eventually(async () => /Air cover refused → TES-03/.test(await chain.innerText()), 'the chain at the desk');
  expect(await chain.innerText()).toMatch(/FR-1027-1 · no mission flight authorised · since/);

  // The wall marks the convoy, and says which request it is, why and since when.
  await row.getByRole('img', { name: 'Air cover refused' }).waitFor();
  await row.getByRole('button', { name: 'TES-03' }).click();
  const falls = watch.getByTestId('selected-convoy').getByTestId('consequences');
  expect(await falls.innerText()).toMatch(/Air cover refused\s+FR-1027-1 · no mission flight authorised · since/);

  // Fuel for Gao is held: days of stock are counted, and the site shows it.
  const fuel = { consignmentId: 'CS-1024-GAO', source: 'customs liaison' };
  await send('customs', customs!, [
    {
      ...fuel,
      state: 'filed',
      observedAt: now - 60 * HOUR,
      direction: 'import',
      goods: 'fuel',
      dependants: [{ type: 'site', id: 'gao' }],
      stockDays: 14,
    },
    { ...fuel, state: 'held', observedAt: now - HOUR, reason: 'trucks blocked', holdGround: 'other' },
    { ...fuel, observedAt: now - HOUR + 1, stockDays: 8.4 },
  ]);
  const supply = await alertOn(duty, 'supply_low', 'CS-1024-GAO', 'gao');
  await choose(duty, supply);
  const fuelChain = duty.getByTestId('context').getByTestId('consequences').locator('li').first();
  await eventually(async () => /Fuel held → Gao/.test(await fuelChain.innerText()), 'the hold at the desk');
  expect(await fuelChain.innerText()).toMatch(/CS-1024-GAO · 8 d of stock left · trucks blocked/);
  const sites = watch.getByTestId('site-consequences');
  await eventually(async () => /Gao\s+Fuel held/.test(await sites.innerText()), 'the hold on the wall');

  // The authority thinks better of it: nothing falls on the convoy any more.
  await send('airspace', air!, [
    { requestId: 'FR-1027-1', state: 'approved', observedAt: now - HOUR / 2, source: 'civil aviation', window },
  ]);
  await row.getByRole('img', { name: 'Air cover refused' }).waitFor({ state: 'detached' });
  await falls.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});
