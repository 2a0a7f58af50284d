import { jest } from '@jest/globals';
import type { Page as PageOf, Site } from '@rearguard/shared';
import type { Browser, Page } from 'playwright-core';
import { atRealSpeed } from '../product/alerts.js';
import { openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(240_000);

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

/** The board of radio checks, before somebody who came to it by the desk's own link. */
async function atBoard(role: string, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const page = await context.newPage();
  await page.goto(await product.command('sign-in-link', role, '--name', name));
  await page.locator('[data-testid="connection"][data-state="live"]').waitFor({ state: 'attached' });
  await atRealSpeed(page);
  await page.goto(`${product.url}/comms`);
  await page.getByTestId('comms-row').first().waitFor();
  return page;
}

const rowOf = (page: Page, name: string) => page.getByTestId('comms-row').filter({ hasText: name });

describe('the board of radio checks', () => {
  it('takes a contact by one key, and shows it on every other screen', async () => {
    const [duty, chief] = [await atBoard('duty-officer', 'Awa Diallo'), await atBoard('chief-joc', 'L. Diarra')];
    await rowOf(duty, 'Gao').getByRole('button').click();
    const before = await rowOf(chief, 'Gao').innerText();
    await duty.keyboard.press('c');
    await duty.getByRole('status').filter({ hasText: 'Gao heard.' }).waitFor();
    await eventually(async () => (await rowOf(chief, 'Gao').innerText()) !== before, 'the other screen to show it');
    await rowOf(chief, 'Gao').getByRole('button').click();
    await eventually(
      async () => (await chief.getByTestId('comms-detail').innerText()).includes('Awa Diallo'),
      'the history to name who heard it',
    );
    // Not the duty officer's to set: the key does nothing, and is not offered.
    await duty.keyboard.press('p');
    expect(await duty.getByLabel('Guard minimum').count()).toBe(0);
  });

  it('takes posture and guards with a reason, refuses a form without one, and tells who was second', async () => {
    const [one, other] = [await atBoard('chief-joc', 'L. Diarra'), await atBoard('watch-officer', 'B. Sow')];
    for (const page of [one, other]) {
      await rowOf(page, 'Gao').getByRole('button').click();
      await page.keyboard.press('p');
    }
    const form = (page: Page) => page.getByTestId('comms-detail').locator('form');
    const save = (page: Page) => form(page).locator('button[type="submit"], button.main').first().click();
    await form(one).getByLabel('Guard minimum').fill('40');
    await save(one);
    // The browser itself asks for what is missing; nothing was sent.
    expect(await form(one).locator(':invalid').count()).toBeGreaterThan(0);
    await form(one).getByLabel('Reason').fill('Escort left for the convoy');
    await save(one);
    await form(one).waitFor({ state: 'detached' });
    const { items } = (await (await one.request.get(`${product.url}/api/sites`)).json()) as PageOf<Site>;
    expect(items.find(({ id }) => id === 'gao')!.protection).toMatchObject({ guardMinimum: 40 });

    await form(other).getByLabel('Guard minimum').fill('60');
    await form(other).getByLabel('Reason').fill('As ordered');
    await save(other);
    await other.getByRole('status').filter({ hasText: 'changed meanwhile' }).waitFor();
    expect(await form(other).count()).toBe(1);
  });
});
