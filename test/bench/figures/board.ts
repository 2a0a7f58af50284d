import type { CDPSession, Page } from 'playwright-core';
import { type Figure, must } from '../figure.js';
import { EMBEDDED } from '../room/backend.js';
import type { Room } from '../room/room.js';
import { percentile } from '../statistics.js';

const ROWS = 10_000;
const BATCH = 1_000;
const GOODS = ['fuel', 'food', 'water', 'medicine', 'spare_parts', 'equipment', 'vehicles'] as const;
const STATES = ['filed', 'held', 'released'] as const;
const ALL_IN_WITHIN_MS = 120_000;
const HOUR_MS = 3_600_000;
/** How far each frame scrolls: a few rows, most of a page, and from one end to the other. */
const WAYS_PX = [120, 500, 40_000] as const;
const FRAMES_EACH = 120;

/** What a frame costs the page's main thread while somebody scrolls through ten thousand consignments. */
export const board: Figure = {
  name: 'board',
  about: 'script, style and layout of a frame while a board of 10,000 consignments is scrolled in Chromium',
  on: [EMBEDDED],
  async run(bench) {
    const { room } = await bench.stage();
    bench.say('  filing 10,000 consignments …');
    await file(room, await room.command('feed-token', 'create', 'customs', '--name', 'bench'));
    const browser = await bench.browser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    const page = await context.newPage();
    await page.goto(await room.command('sign-in-link', 'duty-officer'));
    await page.goto(`${room.url}/customs`);
    await page.locator(`[data-testid="board"][data-rows="${ROWS}"]`).waitFor({ timeout: 60_000 });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');

    const took: number[] = [];
    const each: string[] = [];
    for (const px of WAYS_PX) {
      const way = await scroll(page, devtools, px);
      took.push(...way);
      each.push(`${px} px a frame: median ${percentile(way, 0.5).toFixed(1)}, p99 ${percentile(way, 0.99).toFixed(1)}`);
    }
    await context.close();
    return [
      {
        figure: 'board-frame',
        value: percentile(took, 0.99),
        unit: 'ms',
        floor: 20,
        goal: 10,
        better: 'less',
        note: `p99 of ${took.length} frames; ${each.join('; ')} ms; slowest ${Math.max(...took).toFixed(1)} ms`,
      },
    ];
  },
};

/** Hands in one report for each, as a source of the feed does, and waits until all of them stand in the picture. */
async function file(room: Room, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const began = Date.now();
  for (let from = 0; from < ROWS; from += BATCH) {
    const reports = Array.from({ length: BATCH }, (_, i) => {
      const n = from + i;
      const state = STATES[n % STATES.length];
      return {
        consignmentId: `bench-${n}`,
        state,
        observedAt: new Date(began - (1 + (n % 200)) * HOUR_MS).toISOString(),
        source: 'bench',
        reason: 'search',
        direction: n % 2 === 0 ? 'import' : 'export',
        goods: GOODS[n % GOODS.length],
        description: `Consignment ${n} of the bench`,
        crossing: n % 3 === 0 ? 'Labbézanga' : 'niamey',
        stockDays: 3 + (n % 30),
        dependants: [{ type: 'convoy', id: `BENCH-${n % 40}` }],
      };
    });
    const body = JSON.stringify({ reports });
    const answer = await fetch(`${room.url}/api/feeds/customs/reports`, { method: 'POST', headers, body });
    must(answer.status === 202, `reports refused: ${answer.status} ${await answer.text()}`);
  }
  const until = performance.now() + ALL_IN_WITHIN_MS;
  const filed = async (): Promise<number> => {
    const answer = await fetch(`${room.url}/api/picture`, { headers: { authorization: `Bearer ${room.readToken}` } });
    const { consignments } = (await answer.json()) as { consignments: Record<string, unknown> };
    return Object.keys(consignments).length;
  };
  while ((await filed()) < ROWS) {
    must(performance.now() < until, 'the reports did not all become consignments in time');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Scrolls frame by frame, down and up again at the end. @returns ms of script, style and layout of each */
async function scroll(page: Page, devtools: CDPSession, px: number): Promise<number[]> {
  const mainThreadMs = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const names = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];
    return metrics.filter(({ name }) => names.includes(name)).reduce((sum, { value }) => sum + value * 1_000, 0);
  };
  const took: number[] = [];
  const list = page.locator('[data-testid="board"] .list');
  for (let frame = 0; frame < FRAMES_EACH; frame++) {
    const before = await mainThreadMs();
    const moved = await list.evaluate(async (one, by) => {
      const from = one.scrollTop;
      const room = one.scrollHeight - one.clientHeight;
      // To and fro, so that every frame has a way to go.
      one.scrollTop = (from + by) % room;
      await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(), 0)));
      return one.scrollTop !== from;
    }, px);
    must(moved, 'the board did not scroll');
    took.push((await mainThreadMs()) - before);
  }
  return took;
}
