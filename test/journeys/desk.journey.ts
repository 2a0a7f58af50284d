import { jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { alertOf, atRealSpeed, choose, reportIncident } from '../product/alerts.js';
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

/** Signs somebody in and brings them to the desk. */
async function atDesk(role: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(await product.command('sign-in-link', role));
  await page.waitForURL(/\/(wall|desk)$/);
  // The link on the wall, not the address: whoever changes the screen keeps the picture.
  if (page.url().endsWith('/wall')) await page.locator('nav a[href="/desk"]').click();
  await page.locator('[data-testid="connection"][data-state="live"]').waitFor({ state: 'attached' });
  await page.getByTestId('desk').waitFor();
  await atRealSpeed(page);
  return page;
}

const detail = (page: Page) => page.getByTestId('detail');
const shows = (page: Page, state: string) =>
  detail(page)
    .and(page.locator(`[data-state="${state}"]`))
    .waitFor();

describe('an alert', () => {
  it('goes from raised to resolved by keys alone, through the hands of two people', async () => {
    const duty = await atDesk('duty-officer');
    expect(new URL(duty.url()).pathname).toBe('/desk');
    const id = await reportIncident(duty, { text: 'Shots near the northern gate', severity: 'high' });
    const row = duty.locator(`[data-testid="queue"] [data-alert-id="${id}"]`);
    await row.waitFor();

    await choose(duty, id);
    // The first key also frees the sound, and the page says so.
    await duty.locator('[data-testid="sound"][data-state="on"]').waitFor();
    expect(await duty.title()).toMatch(/^\(\d+\) EXERCISE · Desk/);
    await duty.keyboard.press('a');
    await eventually(async () => (await alertOf(duty, id)).state === 'acknowledged', 'the server to have it taken');

    await choose(duty, id);
    await shows(duty, 'acknowledged');
    await duty.keyboard.press('s');
    await duty.getByTestId('act-form').waitFor();
    await duty.keyboard.press('Enter');
    await duty.getByTestId('act-form').waitFor({ state: 'detached' });
    await choose(duty, id);
    await shows(duty, 'assessed');
    // Not hers to resolve: she is told so, and what she may do.
    await duty.keyboard.press('r');
    expect(await duty.getByTestId('notice').innerText()).toMatch(/not open to the duty officer.*Possible now/);

    const watch = await atDesk('watch-officer');
    await choose(watch, id);
    await watch.keyboard.press('t');
    await watch.getByTestId('act-form').waitFor();
    await watch.keyboard.type('Double the guard');
    await watch.keyboard.press('Tab');
    await watch.keyboard.type('Camp commander');
    await watch.keyboard.press('Enter');
    await watch.getByTestId('act-form').waitFor({ state: 'detached' });
    await choose(watch, id);
    await shows(watch, 'in_response');
    await watch.keyboard.press('r');
    await watch.getByTestId('act-form').waitFor();
    await watch.keyboard.type('Nobody hurt, the gate holds');
    await watch.keyboard.press('Enter');
    await eventually(async () => (await alertOf(watch, id)).state === 'resolved', 'the server to have it resolved');

    // Everybody sees it leave the queue, and every step stands in its history.
    await duty.keyboard.press('/');
    await duty.keyboard.press('Escape');
    await row.waitFor({ state: 'detached' });
    await choose(watch, id);
    await shows(watch, 'resolved');
    await eventually(async () => {
      const told = await watch.getByTestId('alert-history').innerText();
      return ['Raised', 'Acknowledged', 'Assessed', 'Tasks ordered', 'Resolved'].every((step) => told.includes(step));
    }, 'every step in the history');
  });

  it('is taken by one of two who press at once; the other reads the name of the first', async () => {
    const [one, other] = [await atDesk('duty-officer'), await atDesk('watch-officer')];
    const id = await reportIncident(one, { text: 'Mortar rounds at the airfield', kind: 'indirect_fire' });
    await Promise.all([choose(one, id), choose(other, id)]);
    // Both hold back the answer until both have asked, so that both saw the same version.
    let asked = 0;
    let release!: () => void;
    const both = new Promise<void>((resolve) => (release = resolve));
    for (const page of [one, other])
      await page.route('**/acknowledge', async (route) => {
        asked += 1;
        if (asked === 2) release();
        await both;
        await route.continue();
      });
    await Promise.all([one.keyboard.press('a'), other.keyboard.press('a')]);
    await eventually(async () => {
      const notices = await Promise.all([one, other].map((page) => page.getByTestId('notice').count()));
      return notices.every((count) => count > 0);
    }, 'both to be answered');
    const { state, holder } = await alertOf(one, id);
    expect(state).toBe('acknowledged');
    const told = await Promise.all([one, other].map((page) => page.getByTestId('notice').innerText()));
    const lost = told.filter((text) => text.includes('was first'));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toContain(`${holder!.name} was first: it is acknowledged now.`);
    // Who lost sees the alert as it stands.
    const loser = told[0]!.includes('was first') ? one : other;
    await shows(loser, 'acknowledged');
  });

  it('that is critical is on the wall at once, with the map at its place; and nothing is done while the server is away', async () => {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en' });
    contexts.push(context);
    const wall = await context.newPage();
    await wall.goto(await product.command('sign-in-link', 'watch-officer'));
    await wall.locator('[data-testid="map"][data-drawn="true"]').waitFor();
    const duty = await atDesk('duty-officer');
    const id = await reportIncident(duty, { text: 'Column under fire', kind: 'convoy_attack', severity: 'critical' });
    const critical = wall.locator('[data-testid="alert-stack"] [data-severity="critical"]');
    await eventually(async () => Number(await critical.getAttribute('data-waiting')) >= 1, 'the wall to count it');
    await eventually(
      async () => (await wall.getByTestId('alert-stack').innerText()).includes('Map at: Attack on a convoy'),
      'the map to go there',
      60_000,
    );
    await choose(duty, id);
    expect(await duty.getByTestId('methane').innerText()).toContain('unknown');
    await duty.keyboard.press('z');
    expect(await duty.getByTestId('notice').innerText()).toContain('A critical alert is never shelved.');

    await duty.route('**/acknowledge', (route) => route.abort());
    await duty.keyboard.press('a');
    await eventually(
      async () => (await duty.getByTestId('notice').innerText()).includes('the server does not answer'),
      'the desk to say that it was not done',
    );
    await shows(duty, 'raised');
    expect((await alertOf(duty, id)).holder).toBeNull();
  });
});
