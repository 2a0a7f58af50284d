import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

/** What `tracks:update` said, on the clock that the whole machine shares. */
export interface DrawnUpdate {
  /** Epoch ms: when drawing began and when it was done. */
  drawAt: number;
  doneAt: number;
  /** Script of the update: reading its frames and drawing. */
  scriptMs: number;
  units: number;
}

export interface HeardFrame {
  /** Epoch ms. */
  at: number;
  bytes: Uint8Array;
}

interface Notes {
  updates: DrawnUpdate[];
  frames: { at: number; bytes: ArrayBuffer }[];
}

type NotingWindow = Window & { rearguardNotes?: Notes };

/** Boards show what is new once a second. */
const SETTLED_AFTER_MS = 2_000;
/** What one collection frees may let go of more. */
const COLLECTIONS = 3;
const VIEW = { width: 1440, height: 900 };

/** Runs in the page before its own script: notes drawn updates and the frames that arrive. */
function takeNotes(): void {
  const notes: Notes = { updates: [], frames: [] };
  (window as NotingWindow).rearguardNotes = notes;
  const epoch = (at: number) => performance.timeOrigin + at;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name !== 'tracks:update') continue;
      const detail = (entry as PerformanceMeasure).detail as { units: number; drawMs: number };
      const end = entry.startTime + entry.duration;
      notes.updates.push({
        drawAt: epoch(end - detail.drawMs),
        doneAt: epoch(end),
        scriptMs: entry.duration,
        units: detail.units,
      });
    }
  }).observe({ entryTypes: ['measure'] });
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given: ConstructorParameters<typeof Native>) {
      super(...given);
      // Before the page's own listener, so that a frame is noted when it arrives and not when it was read.
      this.addEventListener('message', ({ data, isTrusted }) => {
        if (isTrusted && data instanceof ArrayBuffer)
          notes.frames.push({ at: epoch(performance.now()), bytes: data.slice(0) });
      });
    }
  };
}

/** The wall in a real browser. */
export class Wall {
  private constructor(
    readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  /**
   * Opens an empty page, ready to go.
   * @param more done to the page before it loads anything
   */
  static async prepare(browser: Browser, more?: (page: Page) => Promise<unknown>): Promise<Wall> {
    const context: BrowserContext = await browser.newContext({ viewport: VIEW, locale: 'en' });
    await context.addInitScript(takeNotes);
    const page = await context.newPage();
    await more?.(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    return new Wall(page, devtools);
  }

  /** Signs in and waits until positions are drawn on the map. */
  async enter(link: string, units: number): Promise<void> {
    await this.page.goto(link);
    await this.page.waitForURL('**/wall');
    await this.page.waitForFunction(
      (least) => (window as NotingWindow).rearguardNotes?.updates.some((update) => update.units >= least) === true,
      units,
      { polling: 20, timeout: 60_000 },
    );
  }

  /** Forgets what was noted and begins anew. */
  async forget(): Promise<void> {
    await this.page.evaluate(() => {
      const notes = (window as NotingWindow).rearguardNotes!;
      notes.updates.length = 0;
      notes.frames.length = 0;
    });
  }

  /** What was noted since the page was opened, or since {@link forget}. */
  async recorded(): Promise<{ updates: DrawnUpdate[]; frames: HeardFrame[] }> {
    const { updates, frames } = await this.page.evaluate(async () => {
      const notes = (window as NotingWindow).rearguardNotes!;
      const text = (bytes: ArrayBuffer) => {
        let binary = '';
        for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
        return btoa(binary);
      };
      return { updates: notes.updates, frames: notes.frames.map(({ at, bytes }) => ({ at, bytes: text(bytes) })) };
    });
    return { updates, frames: frames.map(({ at, bytes }) => ({ at, bytes: Buffer.from(bytes, 'base64') })) };
  }

  /** Milliseconds that the page's main thread spent so far in script, and in style and layout. */
  async mainThreadMs(): Promise<{ script: number; layout: number }> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    const ms = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1_000;
    return { script: ms('ScriptDuration'), layout: ms('LayoutDuration') + ms('RecalcStyleDuration') };
  }

  /** Asks the room as the page's own person; with a body it is posted. */
  async ask<Answer>(path: string, body?: object): Promise<Answer> {
    const { status, text } = await this.page.evaluate(
      async ([url, json]) => {
        const posted = { method: 'POST', headers: { 'content-type': 'application/json' }, body: json };
        const answer = await fetch(url, json === null ? {} : posted);
        return { status: answer.status, text: await answer.text() };
      },
      [path, body === undefined ? null : JSON.stringify(body)] as const,
    );
    if (status >= 300) throw new Error(`${path} was answered ${status}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Number of the newest change that the page shows, once it shows no newer ones. */
  async shownSeq(): Promise<number> {
    const number = this.page.getByTestId('change-number');
    const read = async () => Number(await number.getAttribute('data-seq'));
    for (let before = NaN, now = await read(); ; now = await read()) {
      if (now === before) return now;
      before = now;
      await this.page.waitForTimeout(SETTLED_AFTER_MS);
    }
  }

  /** Script's objects, the document's, and buffers, after forced collection. */
  async heapMb(): Promise<number> {
    await this.page.waitForTimeout(SETTLED_AFTER_MS);
    for (let i = 0; i < COLLECTIONS; i++) await this.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await this.devtools.send('Runtime.getHeapUsage');
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
  }
}
