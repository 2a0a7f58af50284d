import { jest } from '@jest/globals';
import type { Change, Page, Picture, ReportsReply, TrackPoint, UnitFacts } from '@rearguard/shared';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';

jest.setTimeout(180_000);

const UNITS = 20;
const PER_BATCH = 40;
const BATCHES_BEFORE_KILL = 25;

let product: Product;
beforeAll(async () => {
  product = await Product.start({ EXERCISE: 'none' });
});
afterAll(() => product?.remove());

/** Signs in by a fresh link; the cookie. */
async function signIn(): Promise<string> {
  const link = await product.command('sign-in-link', 'watch-officer');
  const answer = await fetch(link, { redirect: 'manual' });
  return answer.headers.get('set-cookie')!.split(';')[0]!;
}

async function get<Answer>(path: string, cookie: string): Promise<Answer> {
  const answer = await fetch(`${product.url}${path}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

describe('a server that is killed under load', () => {
  it('has every report that it answered 202, once, and its picture is the fold of its changes', async () => {
    const token = await product.command('feed-token', 'create', 'positions', '--name', 'load');
    const start = Date.now() - 600_000;
    const acknowledged = new Map<string, Set<number>>();
    let sent = 0;

    /** Sends batch after batch until the server is gone. */
    async function load(): Promise<void> {
      for (;;) {
        const reports = Array.from({ length: PER_BATCH }, () => {
          const no = (sent += 1);
          return { unitId: `K-${no % UNITS}`, lat: 15 + no / 1e5, lon: -3 + no / 1e5, observedAt: start + no };
        });
        try {
          const answer = await fetch(`${product.url}/api/feeds/positions/reports`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            body: JSON.stringify({ reports }),
          });
          if (answer.status !== 202) return;
          const { accepted } = (await answer.json()) as ReportsReply;
          expect(accepted).toBe(PER_BATCH);
        } catch {
          return; // the server is gone; what it did not answer does not count
        }
        for (const { unitId, observedAt } of reports) {
          const times = acknowledged.get(unitId) ?? new Set();
          acknowledged.set(unitId, times.add(observedAt));
        }
      }
    }

    const loads = [load(), load(), load()];
    await eventually(() => sent > BATCHES_BEFORE_KILL * PER_BATCH, 'some load');
    await product.kill();
    await Promise.all(loads);
    await product.again();

    const cookie = await signIn();
    for (const [unitId, times] of acknowledged) {
      const path = `/api/units/${unitId}/track?from=${start}&to=${start + sent + 1}&limit=5000`;
      const observed = async () =>
        (await get<Page<TrackPoint>>(path, cookie)).items.map((point) => Date.parse(point.observedAt));
      await eventually(async () => (await observed()).length >= times.size, `the reports of ${unitId}`, 40_000);
      const found = await observed();
      expect(new Set(found).size).toBe(found.length);
      expect([...times].filter((time) => !found.includes(time))).toEqual([]);
    }

    const picture = await get<Picture>('/api/picture', cookie);
    const { items } = await get<Page<Change>>('/api/changes?limit=5000', cookie);
    const changes = items.filter((change) => change.seq <= picture.seq);
    expect(changes.map((change) => change.seq)).toEqual(changes.map((_, index) => index + 1));
    const folded = new Map<string, UnitFacts>();
    for (const change of changes) if (change.kind === 'unit') folded.set(change.id, change.body as UnitFacts);
    expect(Object.keys(picture.units).sort()).toEqual([...folded.keys()].sort());
    for (const unit of Object.values(picture.units)) expect(unit).toMatchObject(folded.get(unit.id)!);
  });
});
