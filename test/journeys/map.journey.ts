import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { foreignRequests, openBrowser } from '../product/browser.js';
import { coloursOf } from '../product/colours.js';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(180_000);

const MAPBOX = /^https:\/\/(api|events)\.mapbox\.com\//;

let browser: Browser;
let product: Product | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => product?.remove());
afterAll(() => browser?.close());

describe('the map', () => {
  // By pixels: a map engine may report that all is drawn over an empty canvas.
  it.each([
    ['drawn by MapLibre with no outside host', {}],
    ['drawn by Mapbox with a token, its servers out of reach', { MAPBOX_ACCESS_TOKEN: 'pk.eyJ1IjoieCJ9.dummy' }],
  ])('is %s', async (_, environment: Record<string, string>) => {
    product = await Product.start({ EXERCISE: 'none', ...environment });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await context.route(MAPBOX, (route) => route.abort());
    const foreign = foreignRequests(context, product.url);
    const page = await context.newPage();
    await page.goto(product.link('administrator'));
    await page.goto(`${product.url}/wall`);
    const map = page.getByTestId('map');
    await map.waitFor();
    await eventually(
      async () => {
        const { count, commonest } = await coloursOf(map);
        return count > 60 && commonest < 0.9;
      },
      'land, borders, water and labels on the map',
      60_000,
    );
    // Years after the plan's last day its dates alarm nobody, and its strip cuts nothing off.
    expect(await page.getByTestId('verdict-plan').innerText()).toContain('No plan now');
    expect(await page.getByTestId('attention').innerText()).not.toContain('not closed');
    const cutOff = await page
      .getByTestId('phase-strip')
      .locator('li')
      .evaluateAll((phases) => phases.filter((phase) => phase.scrollWidth > phase.clientWidth).length);
    expect(cutOff).toBe(0);
    const tokenSet = 'MAPBOX_ACCESS_TOKEN' in environment;
    expect(foreign.filter((address) => !(tokenSet && MAPBOX.test(address)))).toEqual([]);
    await context.close();
  });
});
