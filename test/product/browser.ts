import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Where Debian and its kin put it. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real browser that speaks to nobody by itself; maps are drawn by software. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error('Chromium is missing: install the package chromium, or name it in CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--enable-unsafe-swiftshader',
      '--use-angle=swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Notes every request that a page makes to another host than the product's. */
export function foreignRequests(context: BrowserContext, home: string): string[] {
  const own = new URL(home).host;
  const foreign: string[] = [];
  const note = (address: string) => {
    const { host, protocol } = new URL(address);
    if (protocol.startsWith('http') || protocol.startsWith('ws')) if (host !== own) foreign.push(address);
  };
  context.on('request', (request) => note(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())));
  return foreign;
}
