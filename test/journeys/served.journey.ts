// The topology of docker-compose.yml as plain processes: PostgreSQL, Redis, two api, two worker, nginx with TLS.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../product/browser.js';
import { eventually } from '../product/eventually.js';
import { Proxy } from '../product/proxy.js';
import { ToldChanges } from '../product/told-changes.js';
import { freePort } from '../topology/free-port.js';
import { type GivenPostgres, startPostgres } from '../topology/given-postgres.js';
import { type GivenRedis, startRedis } from '../topology/given-redis.js';
import { ProductProcess } from '../topology/product-process.js';

jest.setTimeout(180_000);

const SEND_EVERY_MS = 100;
const ROUTE_LEG = { from: { lat: 16.7735, lon: -3.0074 }, to: { lat: 17.0903, lon: -2.5268 } };

let folder: string;
let postgres: GivenPostgres;
let redis: GivenRedis;
let proxy: Proxy;
let apis: ProductProcess[];
let workers: ProductProcess[];
let browser: Browser;
let sql: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rearguard-served-'));
  await chmod(folder, 0o711); // passable for the database's own user
  [postgres, redis, proxy, browser] = await Promise.all([
    startPostgres(join(folder, 'database')),
    startRedis(folder),
    Proxy.prepare(),
    openBrowser(),
  ]);
  sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  const told = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, TRUST_PROXY: 'true', PUBLIC_URL: proxy.url };
  const all = await Promise.all(
    (['api', 'api', 'worker', 'worker'] as const).map(
      async (role, no) => new ProductProcess(role, await freePort(), { ...told, DATA_DIR: join(folder, `${no}`) }),
    ),
  );
  [apis, workers] = [all.slice(0, 2), all.slice(2)];
  await Promise.all(all.map((one) => one.start()));
  await proxy.start(...apis.map(({ url }) => new URL(url).host));
});
afterAll(async () => {
  await browser?.close();
  await proxy?.remove();
  for (const one of [...(apis ?? []), ...(workers ?? [])]) one.kill();
  await sql?.end();
  await Promise.all([redis?.stop(), postgres?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** Posts JSON through the proxy; the status, or null when the connection broke. */
function post(path: string, body: unknown, headers: Record<string, string>): Promise<number | null> {
  return new Promise((resolve) => {
    const options = {
      method: 'POST',
      ca: proxy.certificate,
      headers: { 'content-type': 'application/json', ...headers },
    };
    const asked = request(`${proxy.url}${path}`, options, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode!)).on('error', () => resolve(null));
    });
    asked.on('error', () => resolve(null)).end(JSON.stringify(body));
  });
}

/** A truck that reports where it is, again until it has a 202, as every source must. */
class Truck {
  /** When it was where, of all that was answered 202. */
  readonly acknowledged: number[] = [];
  #driving = true;
  readonly #done: Promise<void>;

  constructor(
    private readonly unitId: string,
    private readonly token: string,
  ) {
    this.#done = this.#drive();
  }

  stop(): Promise<void> {
    this.#driving = false;
    return this.#done;
  }

  async #drive(): Promise<void> {
    for (let share = 0; this.#driving; share = Math.min(0.9, share + 0.002)) {
      const observedAt = Date.now();
      const { from, to } = ROUTE_LEG;
      const lat = from.lat + share * (to.lat - from.lat);
      const lon = from.lon + share * (to.lon - from.lon);
      const body = { reports: [{ unitId: this.unitId, lat, lon, observedAt, speedKmh: 40 }] };
      const headers = { authorization: `Bearer ${this.token}` };
      await eventually(async () => (await post('/api/feeds/positions/reports', body, headers)) === 202, 'a 202');
      this.acknowledged.push(observedAt);
      await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
    }
  }
}

/** A watch officer at a wall, reached through the proxy. */
class Wall {
  private constructor(
    readonly page: Page,
    readonly told: ToldChanges,
    readonly cookie: string,
  ) {}

  static async open(name: string): Promise<Wall> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en',
      ignoreHTTPSErrors: true, // the certificate is of the proxy's own making
    });
    const page = await context.newPage();
    const told = new ToldChanges(page);
    await page.goto(await workers[0]!.command('sign-in-link', 'watch-officer', '--name', name));
    await page.waitForURL('**/wall');
    await eventually(() => told.snapshots.length > 0, 'the picture');
    const cookies = await context.cookies();
    return new Wall(page, told, cookies.map((one) => `${one.name}=${one.value}`).join('; '));
  }

  /** Every number it was told since its first picture, in the order it was told them. */
  get numbers(): number[] {
    return [this.told.snapshots[0]!.seq, ...this.told.seqs];
  }

  get last(): number {
    return Math.max(...this.numbers);
  }

  convoy(): Promise<string> {
    return this.page.locator('[data-convoy-id="SERVED-1"]').innerText();
  }
}

/** How many screens an api process serves, as it tells its operators. */
async function screensOf(api: ProductProcess, { cookie }: Wall): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`, { headers: { cookie } })).text();
  return Number(/^rearguard_watchers(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1]);
}

/** How often the numbers begin again at one that was told before. */
function resumptions(numbers: number[]): number {
  return numbers.filter((seq, i) => i > 0 && seq !== numbers[i - 1]! + 1).length;
}

const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await sql.query<Row>(text, values)).rows;

describe('two api and two worker processes behind nginx', () => {
  it('show the same on a wall at each of them, also after one of each kind was killed', async () => {
    const token = await workers[0]!.command('feed-token', 'create', 'positions', '--name', 'trucks');
    const first = await Wall.open('At one');
    const [mine, other] = (await screensOf(apis[0]!, first)) === 1 ? apis : [...apis].reverse();
    expect([await screensOf(mine!, first), await screensOf(other!, first)]).toEqual([1, 0]);
    const second = await Wall.open('At the other');
    // The proxy takes them in turn; a wall that came to the same process is opened anew until it does not.
    for (let tries = 0; (await screensOf(other!, first)) === 0; tries += 1) {
      expect(tries).toBeLessThan(20);
      await second.page.reload();
      await eventually(
        async () => (await screensOf(mine!, first)) + (await screensOf(other!, first)) === 2,
        'two screens',
      );
    }
    const plan = {
      id: 'SERVED-1',
      plannedSpeedKmh: 15,
      routeId: 'msr-timbuktu-ber',
      unitIds: ['TRUCK-1', 'TRUCK-2'],
      plannedDepartureAt: new Date(Date.now() - 3_600_000).toISOString(),
    };
    expect(await post('/api/convoys', plan, { cookie: first.cookie, origin: proxy.url })).toBe(201);
    const trucks = plan.unitIds.map((unitId) => new Truck(unitId, token));
    const stored = async () => Number((await rows<{ count: string }>('SELECT count(*) FROM position'))[0]!.count);
    await eventually(async () => (await stored()) > 20, 'the trucks to be seen');

    other!.kill();
    workers[0]!.kill();
    const seen = await stored();
    await eventually(
      async () => (await screensOf(mine!, first)) === 2,
      'both walls at the process that is left',
      40_000,
    );
    await eventually(async () => (await stored()) > seen + 40, 'the trucks to go on being seen', 40_000);

    await Promise.all(trucks.map((truck) => truck.stop()));
    const all = trucks.flatMap(({ acknowledged }) => acknowledged).length;
    await eventually(async () => (await stored()) >= all, 'all that was acknowledged', 40_000);
    for (const [no, { acknowledged }] of trucks.entries()) {
      const found = await rows<{ observed_at: Date }>(
        'SELECT observed_at FROM position JOIN unit ON unit.no = unit_no WHERE unit.id = $1 ORDER BY observed_at',
        [plan.unitIds[no]],
      );
      expect(found.map((row) => row.observed_at.getTime())).toEqual(acknowledged);
    }

    const newest = async () => Number((await rows<{ seq: string }>('SELECT max(seq) AS seq FROM change'))[0]!.seq);
    await eventually(async () => {
      const last = await newest();
      return first.last === last && second.last === last;
    }, 'both walls to be told everything');
    for (const { numbers } of [first, second]) {
      const leftOut = numbers.slice(1).filter((seq, i) => seq > Math.max(...numbers.slice(0, i + 1)) + 1);
      expect(leftOut).toEqual([]);
    }
    // Whose process lives on is told everything once. What was on the line when the other's died is asked for again.
    expect(first.numbers).toEqual(first.numbers.map((_, i) => first.numbers[0]! + i));
    expect(resumptions(second.numbers)).toBeLessThanOrEqual(1);
    expect(await second.convoy()).toBe(await first.convoy());
    expect(await first.convoy()).toContain('km');
  });
});
