import { jest } from '@jest/globals';
import type { Convoy, RoomClock } from '@rearguard/shared';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { foreignRequests, openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';
import { ToldChanges } from '../product/told-changes.js';
import { WeakLink } from '../product/weak-link.js';

jest.setTimeout(180_000);

let product: Product;
let browser: Browser;
let link: WeakLink;
beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), openBrowser()]);
  link = await WeakLink.to(product.url);
});
afterAll(async () => {
  await browser?.close();
  link?.close();
  await product?.remove();
});

/** Asks the server itself, past the weak link. */
async function ask<Answer>(page: Page, path: string): Promise<Answer> {
  const answer = await page.context().request.get(`${product.url}${path}`);
  expect(answer.status()).toBe(200);
  return (await answer.json()) as Answer;
}

const ber = (page: Page) => page.locator('[data-convoy-id="BER-01"]');
const clockOf = async (page: Page) => Date.parse((await ask<RoomClock>(page, '/api/exercise')).at);

describe('a watch officer', () => {
  it('signs in by link, sees the Ber convoy move, loses the link and misses nothing', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    const foreign = foreignRequests(context, link.url);
    const page = await context.newPage();
    const told = new ToldChanges(page);
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    const noteFault = (message: ConsoleMessage) => {
      if (message.type() === 'error') faults.push(message.text());
    };
    page.on('console', noteFault);

    await page.goto(product.link('watch officer').replace(product.url, link.url));
    await page.waitForURL('**/wall');
    await page.getByText('EXERCISE', { exact: true }).first().waitFor();
    await ber(page).waitFor();
    expect(await ber(page).getAttribute('data-convoy-state')).toBe('departed');

    const before = await ask<Convoy>(page, '/api/convoys/BER-01');
    const shown = await ber(page).innerText();
    await eventually(async () => (await ber(page).innerText()) !== shown, 'the Ber convoy to move on', 60_000);
    expect((await ask<Convoy>(page, '/api/convoys/BER-01')).headKm).toBeGreaterThan(before.headKm ?? 0);

    // What the browser itself says of a dead line is no fault of the page.
    page.off('console', noteFault);
    // The line goes dead without a word. Thirty seconds are five minutes in the room.
    link.cut();
    const cutAt = await clockOf(page);
    const seen = told.seqs.length;
    await page.getByTestId('connection-bar').waitFor({ timeout: 10_000 });
    expect(await page.getByTestId('connection-bar').innerText()).toMatch(/No live data since \d\d:\d\d:\d\d/);
    await eventually(async () => (await clockOf(page)) > cutAt + 300_000, 'half a minute to pass', 60_000);
    expect(told.seqs).toHaveLength(seen);
    await page.getByTestId('connection-bar').waitFor();

    link.mend();
    await page.getByTestId('connection-bar').waitFor({ state: 'detached', timeout: 15_000 });
    await eventually(() => told.seqs.length > seen, 'what was missed');
    await eventually(async () => {
      const number = await page.getByTestId('change-number').getAttribute('data-seq');
      return Number(number) >= told.seqs.at(-1)!;
    }, 'the page to show the newest change');
    expect(told.snapshots).toHaveLength(1);
    const first = told.snapshots[0]!.seq + 1;
    const [untilCut, sinceThen] = [told.seqs.slice(0, seen), told.seqs.slice(seen)];
    expect(untilCut).toEqual(untilCut.map((_, index) => first + index));
    expect(sinceThen).toEqual(sinceThen.map((_, index) => sinceThen[0]! + index));
    // What was on the line when it was cut, and not taken in by the page yet, is asked for again; nothing is left out.
    expect(sinceThen[0]).toBeLessThanOrEqual(untilCut.at(-1)! + 1);

    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('cannot use the link a second time, and sees nothing without it', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const again = await page.goto(product.link('watch officer'));
    expect(again!.status()).toBe(410);
    await page.goto(`${product.url}/wall`);
    await page.getByTestId('signed-out').waitFor();
    expect((await context.request.get(`${product.url}/api/picture`)).status()).toBe(401);
    await context.close();
  });
});
