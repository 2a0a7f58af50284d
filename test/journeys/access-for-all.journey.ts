import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { atRealSpeed, choose, reportIncident } from '../product/alerts.js';
import { faultsOf } from '../product/axe.js';
import { openBrowser } from '../product/browser.js';
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

const DESK = { width: 1440, height: 900 };
const TELEPHONE = { width: 390, height: 844 };

async function newPage(viewport = DESK, locale = 'en'): Promise<Page> {
  const context = await browser.newContext({ viewport, locale });
  return context.newPage();
}

describe('axe finds no serious fault', () => {
  it('on the page of somebody who is not signed in', async () => {
    const page = await newPage();
    await page.goto(`${product.url}/desk`);
    await page.getByTestId('signed-out').waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('on the wall and on the desk, dark and light, with a form and with the list of keys', async () => {
    const page = await newPage();
    await page.goto(await product.command('sign-in-link', 'duty-officer'));
    await page.locator('[data-testid="connection"][data-state="live"]').waitFor({ state: 'attached' });
    await atRealSpeed(page);
    const id = await reportIncident(page, { text: 'Fire at the camp', kind: 'base_attack', severity: 'critical' });
    await choose(page, id);
    await page.getByTestId('alert-history').locator('li').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('d');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('l');
    await page.getByTestId('act-form').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByTestId('desk-keys').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await page.getByTestId('alert-stack').waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it.each([
    ['in English at a desk', DESK, 'en'],
    ['in French on a telephone', TELEPHONE, 'fr'],
    ['in Chinese on a telephone', TELEPHONE, 'zh'],
  ])(
    'on administration, account, handover and watch log, %s, where nothing runs off the side',
    async (_, size, locale) => {
      const page = await newPage(size, locale);
      await page.goto(await product.command('sign-in-link', 'administrator', '--name', `Awa ${locale}`));
      const look = async (path: string, testId: string): Promise<void> => {
        await page.goto(`${product.url}${path}`);
        // On a telephone a table without rows has no height.
        await page.getByTestId(testId).waitFor({ state: 'attached' });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([path, over <= 0, await faultsOf(page)]).toEqual([path, true, []]);
      };
      await look('/admin/users', 'users');
      await look('/admin/sessions', 'sessions');
      await look('/admin/tokens', 'tokens');
      await look('/admin/audit', 'audit');
      await look('/account', 'account');
      await page.goto(await product.command('sign-in-link', 'duty-officer', '--name', `Issa ${locale}`));
      await look('/handover', 'log');
      await look('/desk', 'queue');
    },
  );
});
