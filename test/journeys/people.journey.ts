import { jest } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../product/browser.js';
import { Product } from '../product/product.js';

jest.setTimeout(180_000);

const PASSWORD = 'three lorries leave at dawn';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  product = await Product.start({ EXERCISE: 'none' });
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

const faults: string[] = [];
/** Somebody at a machine of their own. */
async function somebody(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const page = await context.newPage();
  page.on('pageerror', (fault) => faults.push(fault.message));
  return { context, page };
}

/** An administrator makes an account. @returns the dialog's link */
async function invite(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption({ label: role });
  await page.getByRole('button', { name: 'Make the account' }).click();
  return page.getByTestId('once').innerText();
}

async function setPassword(page: Page): Promise<void> {
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('The password is set').waitFor();
}

async function fillIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('lets the first administrator in, who invites, and shuts out at once', async () => {
  const { page: boss } = await somebody();
  await boss.goto(product.link('administrator'));
  await boss.getByTestId('first-administrator').waitFor();
  await invite(boss, 'Awa Traoré', 'Administrator');
  await boss.getByRole('link', { name: 'Open it here' }).click();
  await boss.waitForURL('**/account');
  await setPassword(boss);
  await boss.getByRole('link', { name: 'Administration' }).click();
  await boss.getByTestId('users').waitFor();
  expect(await boss.getByTestId('first-administrator').count()).toBe(0);
  const link = await invite(boss, 'Adama Koné', 'Duty officer');
  await boss.getByRole('button', { name: 'Close' }).click();

  const { context, page } = await somebody();
  await page.goto(link);
  await page.waitForURL('**/account');
  await setPassword(page);
  const codes = page.getByTestId('totp');
  await codes.getByLabel('Current password').fill(PASSWORD);
  await codes.getByRole('button', { name: 'Set up' }).click();
  const secret = (await page.getByTestId('totp-secret').innerText()).replaceAll(' ', '');
  const authenticator = new TOTP({ secret: Secret.fromBase32(secret) });
  await codes.getByLabel('Code that it shows now').fill(authenticator.generate());
  await codes.getByRole('button', { name: 'Turn on' }).click();
  expect((await page.getByTestId('once').innerText()).split('\n')).toHaveLength(10);
  await page.getByRole('button', { name: 'I have them' }).click();
  await page.getByTestId('sign-out').click();
  await page.getByTestId('signed-out').waitFor();

  await fillIn(page, 'Adama Koné');
  await page.getByText('Enter the one-time code of this account.').waitFor();
  // The code of this half minute was used above and is good once; clocks may differ by one, so the next one is taken.
  await page.getByLabel('One-time code').fill(authenticator.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('account').waitFor();
  const wall = await context.newPage();
  await wall.goto(`${product.url}/wall`);
  await wall.getByTestId('clock').waitFor();

  const row = boss.getByTestId('users').getByRole('row', { name: 'Adama Koné' });
  await row.getByRole('button', { name: 'Disable' }).click();
  await boss.getByTestId('yes').click();
  await Promise.all([wall, page].map((one) => one.getByTestId('signed-out').waitFor()));
  await fillIn(page, 'Adama Koné');
  await page.getByText('An administrator has disabled this account.').waitFor();

  await boss.getByRole('link', { name: 'Audit record' }).click();
  await boss.getByTestId('audit').getByRole('row', { name: 'user.disable' }).first().waitFor();
  await boss.getByRole('button', { name: 'Verify' }).click();
  await boss.getByText(/^Sound: \d+ entries/).waitFor();
  expect(faults).toEqual([]);
});
