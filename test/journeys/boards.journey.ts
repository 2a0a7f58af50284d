import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { Consignment, FlightRequest } from '@rearguard/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { atRealSpeed } from '../product/alerts.js';
import { faultsOf } from '../product/axe.js';
import { openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(240_000);

let product: Product;
let browser: Browser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** Signs somebody in and opens an address. */
async function open(role: string, path: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en', acceptDownloads: true });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(await product.command('sign-in-link', role));
  await page.goto(`${product.url}${path}`);
  await page.locator('[data-testid="connection"][data-state="live"]').waitFor({ state: 'attached' });
  return page;
}

const detail = (page: Page, id: string, state: string) =>
  page.locator(`[data-testid="dossier"][data-id="${id}"][data-state="${state}"]`);
const line = (page: Page, id: string) => page.locator(`[data-testid="board-row"][data-id="${id}"]`);
const formGone = (page: Page) => page.getByTestId('dossier-form').waitFor({ state: 'detached' });

async function asked<Answer>(page: Page, path: string): Promise<Answer> {
  return (await (await page.context().request.get(product.url + path)).json()) as Answer;
}

/** Chooses a line with the filter, by keys alone. */
async function choose(page: Page, id: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(id);
  await line(page, id).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`[data-testid="dossier"][data-id="${id}"]`).waitFor();
}

/** Brings what is looked at to a state by the key that its button names. */
async function move(page: Page, to: string): Promise<void> {
  const key = await page.getByTestId(`move-${to}`).locator('kbd').innerText();
  await page.keyboard.press(key);
  await page.getByTestId('dossier-form').waitFor();
}

describe('a flight request', () => {
  it('is entered by keys, seen live elsewhere, never looks approved unanswered, and its refusal shows on the convoy', async () => {
    const duty = await open('duty-officer', '/airspace');
    await atRealSpeed(duty);
    const other = await open('air-operations', '/airspace');
    await duty.keyboard.press('n');
    await duty.getByTestId('dossier-form').waitFor();
    // Nothing is sent that lacks what is needed: the field says so and has the focus.
    await duty.keyboard.press('Enter');
    await eventually(
      async () => (await duty.locator('[data-field="purpose"] [role="alert"]').count()) === 1,
      'the form to ask for the purpose',
    );
    await duty.keyboard.type('air cover');
    await duty.keyboard.press('Tab');
    await duty.keyboard.press('Tab');
    await duty.keyboard.type('HAWK 1');
    await duty.keyboard.press('Tab');
    await duty.keyboard.type('Tombouctou');
    await duty.keyboard.press('Tab');
    await duty.keyboard.type('ber');
    await duty.locator('[name="dependant-0-id"]').fill('BER-01');
    await duty.keyboard.press('Enter');
    await formGone(duty);
    const id = decodeURIComponent(new URL(duty.url()).pathname.split('/')[2]!);
    expect(await asked<FlightRequest>(duty, `/api/flight-requests/${id}`)).toMatchObject({
      state: 'drafted',
      purpose: 'air_cover',
      callSign: 'HAWK 1',
      legs: [{ from: 'timbuktu', to: 'ber' }],
      dependants: [{ type: 'convoy', id: 'BER-01' }],
    });
    await line(other, id).waitFor();

    await detail(duty, id, 'drafted').waitFor();
    await move(duty, 'submitted');
    await duty.keyboard.press('Enter');
    await formGone(duty);
    await detail(duty, id, 'submitted').waitFor();
    await eventually(
      async () => (await line(other, id).innerText()).includes('not approved: no reply'),
      'the other screen to say that it is not approved',
    );
    expect(await detail(duty, id, 'submitted').innerText()).toContain('No reply is not an approval.');
    expect(await duty.getByTestId('chain').innerText()).toContain('waits for the answer');

    await choose(other, id);
    await move(other, 'denied');
    await other.keyboard.type('military activity');
    await other.keyboard.press('Enter');
    await formGone(other);
    await detail(duty, id, 'denied').waitFor();
    await duty.locator('[data-testid="chain"] [data-what="refused"]').waitFor();
    expect(await duty.getByTestId('chain').innerText()).toMatch(/BER-01.*\n?.*air cover: refused/);
    await eventually(
      async () => (await duty.getByTestId('history').innerText()).includes('submitted → denied'),
      'the history to have the refusal',
    );
    expect(await faultsOf(duty)).toEqual([]);
  });

  it('flagged by a restriction is so at once on every screen, until that is lifted', async () => {
    const air = await open('air-operations', '/airspace');
    const data = { id: 'FR-TES', purpose: 'resupply', legs: [{ from: 'gao', to: 'tessalit' }] };
    const headers = { origin: product.url };
    const created = await air.context().request.post(`${product.url}/api/flight-requests`, { data, headers });
    expect(created.status()).toBe(201);
    await choose(air, 'FR-TES');
    await move(air, 'submitted');
    await air.keyboard.press('Enter');
    await detail(air, 'FR-TES', 'submitted').waitFor();
    await move(air, 'approved');
    await air.locator('[name="window-from"]').fill('00:00');
    await air.locator('[name="window-to"]').fill('2023-08-16 18:00');
    await air.keyboard.press('Enter');
    await detail(air, 'FR-TES', 'approved').waitFor();

    const duty = await open('duty-officer', '/airspace/FR-TES?state=approved');
    await air.keyboard.press('r');
    await air.getByTestId('dossier-form').waitFor();
    await air.keyboard.type('Tessalit');
    await air.locator('[name="kind"]').selectOption('aircraft_hit');
    await air.locator('[name="reason"]').fill('C-130 hit on landing');
    await air.keyboard.press('Enter');
    await formGone(air);
    const restrictionId = decodeURIComponent(new URL(air.url()).pathname.split('/')[3]!);
    await eventually(
      async () => (await line(duty, 'FR-TES').innerText()).includes('restriction: Tessalit'),
      'the approval to be flagged',
    );
    expect(await duty.getByTestId('flag').innerText()).toContain('C-130 hit on landing');
    expect(new URL(duty.url()).search).toBe('?state=approved');
    await air.locator('[data-testid="touched"] a[href="/airspace/FR-TES"]').waitFor();
    await move(air, 'lifted');
    await air.keyboard.press('Enter');
    await detail(air, restrictionId, 'lifted').waitFor();
    await duty.getByTestId('flag').waitFor({ state: 'detached' });
  });

  it('with two people on one version: the second reads who and what, and goes on with the newer one', async () => {
    const [one, two] = [await open('duty-officer', '/airspace'), await open('air-operations', '/airspace')];
    const data = { id: 'FR-TWO', purpose: 'regular', callSign: 'UNO-1' };
    await one.context().request.post(`${product.url}/api/flight-requests`, { data, headers: { origin: product.url } });
    await Promise.all([choose(one, 'FR-TWO'), choose(two, 'FR-TWO')]);
    await Promise.all([one.keyboard.press('e'), two.keyboard.press('e')]);
    await Promise.all([one, two].map((page) => page.getByTestId('dossier-form').waitFor()));
    await one.locator('[name="callSign"]').fill('UNO-2');
    await one.keyboard.press('Enter');
    await formGone(one);
    await two.locator('[name="conditions"]').fill('by day');
    await two.keyboard.press('Enter');
    await two.getByTestId('conflict').waitFor();
    expect(await two.getByTestId('conflict').innerText()).toMatch(/duty officer[^]*Call sign: UNO-1 → UNO-2/i);
    await two.getByTestId('take-newer').click();
    expect(await two.locator('[name="callSign"]').inputValue()).toBe('UNO-2');
    expect(await two.locator('[name="conditions"]').inputValue()).toBe('by day');
    await two.getByTestId('save').click();
    await formGone(two);
    expect(await asked<FlightRequest>(two, '/api/flight-requests/FR-TWO')).toMatchObject({
      callSign: 'UNO-2',
      conditions: 'by day',
      version: 3,
    });
  });
});

describe('a consignment', () => {
  it('is held and released by whoever may, its days add up, and the list is exported as it is filtered', async () => {
    const customs = await open('customs-liaison', '/customs');
    const movcon = await open('movement-control', '/customs');
    await customs.keyboard.press('n');
    await customs.getByTestId('dossier-form').waitFor();
    await customs.locator('[name="direction"]').selectOption('import');
    await customs.locator('[name="goods"]').selectOption('fuel');
    await customs.locator('[name="crossing"]').fill('Labbézanga');
    await customs.locator('[name="description"]').fill('=4 tankers');
    await customs.locator('[name="dependant-0-type"]').selectOption('site');
    await customs.locator('[name="dependant-0-id"]').fill('Gao');
    await customs.keyboard.press('Enter');
    await formGone(customs);
    const id = decodeURIComponent(new URL(customs.url()).pathname.split('/')[2]!);
    await detail(customs, id, 'prepared').waitFor();
    await move(customs, 'filed');
    await customs.keyboard.press('Enter');
    await detail(customs, id, 'filed').waitFor();
    await move(customs, 'held');
    // A hold without a reason is no entry.
    await customs.keyboard.press('Enter');
    await customs.locator('[data-field="reason"] [role="alert"]').waitFor();
    await customs.keyboard.type('search of the tankers');
    await customs.locator('[name="holdGround"]').selectOption('search');
    await customs.locator('[name="stockDays"]').fill('4');
    await customs.keyboard.press('Enter');
    await detail(customs, id, 'held').waitFor();
    await customs.locator('[data-testid="chain"] [data-what="held"]').waitFor();
    expect(await detail(customs, id, 'held').innerText()).toMatch(/under the directive of 27 June 2023/);
    await line(movcon, id).waitFor();
    expect(await line(movcon, id).innerText()).toMatch(/held[^]*hold 1[^]*(4|3\.9) d[^]*Gao/);

    await choose(customs, id);
    await move(customs, 'released');
    await customs.locator('[name="releasePaper"]').fill('RP-77');
    await customs.keyboard.press('Enter');
    await detail(customs, id, 'released').waitFor();
    // Goods move by a named convoy, and only MovCon says so.
    expect(await customs.getByTestId('move-moved').count()).toBe(0);
    await choose(movcon, id);
    await move(movcon, 'moved');
    await movcon.keyboard.type('NIA-02');
    await movcon.keyboard.press('Enter');
    await detail(customs, id, 'moved').waitFor();
    const { holds } = await asked<Consignment>(customs, `/api/consignments/${id}`);
    expect(holds).toMatchObject([{ ground: 'search', reason: 'search of the tankers' }]);

    const [file] = await Promise.all([movcon.waitForEvent('download'), movcon.keyboard.press('x')]);
    const [head, ...rows] = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(head).toMatch(/^\uFEFFid,state,since/);
    expect(rows.filter(Boolean)).toHaveLength(Number(await movcon.getByTestId('board').getAttribute('data-rows')));
    expect(rows.find((row) => row.startsWith(id))).toContain(",'=4 tankers,");
    expect(await faultsOf(movcon)).toEqual([]);
  });

  it('is found by its address on a telephone, where nothing runs off the side', async () => {
    const page = await open('duty-officer', '/customs', { width: 390, height: 844 });
    const headers = { origin: product.url };
    const data = { id: 'CS-TEL', direction: 'export', goods: 'vehicles' };
    await page.context().request.post(`${product.url}/api/consignments`, { data, headers });
    await line(page, 'CS-TEL').click();
    await detail(page, 'CS-TEL', 'prepared').waitFor();
    expect(new URL(page.url()).pathname).toBe('/customs/CS-TEL');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([over <= 0, await faultsOf(page)]).toEqual([true, []]);
  });
});
