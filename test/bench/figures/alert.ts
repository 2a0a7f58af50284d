import { setTimeout as pause } from 'node:timers/promises';
import { type Alert, type PictureCommands, type PictureEvents, PROTOCOL_VERSION } from '@rearguard/shared';
import { io, type Socket } from 'socket.io-client';
import type { Stage } from '../bench.js';
import { type Figure, type Measured, must } from '../figure.js';
import { FLOOR_RATE, WATCHERS } from '../floor-run.js';
import { loadFor, runLoad, warmUp, watch } from '../load-run.js';
import { EMBEDDED, REDIS } from '../room/backend.js';
import { percentile } from '../statistics.js';

const DESKS = 10;
const INCIDENTS = 60;
const EVERY_MS = 250;
const TOLD_WITHIN_MS = 20_000;
const HTTP_ACCEPTED = 202;

type Desk = Socket<PictureEvents, PictureCommands>;

/** Desks that note when each incident's alert reached them, by incident. */
class Desks {
  readonly reachedAt = new Map<string, number[]>();
  readonly #desks: Desk[];

  constructor({ room }: Stage) {
    this.#desks = Array.from({ length: DESKS }, () =>
      io(`${room.url}/picture`, { transports: ['websocket'], forceNew: true, auth: { token: room.readToken } }),
    );
  }

  async watch(): Promise<void> {
    await Promise.all(
      this.#desks.map(
        (desk) =>
          new Promise<void>((resolve) => {
            desk.on('picture:snapshot', () => resolve());
            desk.on('picture:changes', ({ changes }) => {
              const at = performance.now();
              for (const { kind, body } of changes) if (kind === 'alert') this.#note(body as Alert, at);
            });
            desk.on('connect', () =>
              desk.emit('picture:watch', { protocol: PROTOCOL_VERSION, layers: ['changes'] }, () => undefined),
            );
          }),
      ),
    );
  }

  close(): void {
    for (const desk of this.#desks) desk.disconnect();
  }

  #note({ version, subjects }: Alert, at: number): void {
    if (version !== 1) return;
    const id = subjects.find(({ type }) => type === 'incident')!.id;
    const times = this.reachedAt.get(id) ?? [];
    this.reachedAt.set(id, [...times, at]);
  }
}

/** From handing in each incident until the last desk had its alert, ms. */
async function delays({ room }: Stage, desks: Desks, token: string, name: string): Promise<number[]> {
  const sentAt = new Map<string, number>();
  for (let n = 0; n < INCIDENTS; n++) {
    const incidentId = `${name}-${n}`;
    const facts = { incidentId, kind: 'clash', severity: 'high', source: 'bench', text: `Shots, ${incidentId}` };
    const report = { ...facts, lat: 13 + (n % 30) / 4, lon: -8 + n / 6, observedAt: Date.now() };
    sentAt.set(incidentId, performance.now());
    const answer = await fetch(`${room.url}/api/feeds/security/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reports: [report] }),
    });
    must(answer.status === HTTP_ACCEPTED, `an incident was answered ${answer.status}: ${await answer.text()}`);
    await pause(EVERY_MS);
  }
  const all = () => [...sentAt.keys()].every((id) => desks.reachedAt.get(id)?.length === DESKS);
  for (const until = performance.now() + TOLD_WITHIN_MS; !all(); await pause(EVERY_MS)) {
    must(performance.now() < until, 'an alert did not reach every desk');
  }
  return [...sentAt].map(([id, at]) => Math.max(...desks.reachedAt.get(id)!) - at);
}

const figure = (name: string, took: readonly number[], floor: number, note: string): Measured => ({
  figure: name,
  value: percentile(took, 0.99),
  unit: 'ms',
  floor,
  goal: 250,
  better: 'less',
  note: `${note}; p50 ${Math.round(percentile(took, 0.5))} ms, slowest ${Math.round(Math.max(...took))} ms of ${took.length} alerts, ${DESKS} desks`,
});

/** How long a call for help takes to every desk. */
export const alert: Figure = {
  name: 'alert',
  about: `from handing in an incident until the last desk has its alert, at rest and at ${FLOOR_RATE.toLocaleString('en')} positions/s`,
  on: [EMBEDDED, REDIS],
  async run(bench) {
    const stage = await bench.stage();
    const token = await stage.room.command('feed-token', 'create', 'security', '--name', 'bench');
    const desks = new Desks(stage);
    await desks.watch();
    const atRest = await delays(stage, desks, token, 'rest');
    await watch(stage, WATCHERS);
    await warmUp(stage);
    const loaded = runLoad(stage, loadFor(stage, { perSecond: FLOOR_RATE, seconds: bench.seconds }));
    const underLoad = await delays(stage, desks, token, 'load');
    const { perSecond } = await loaded;
    desks.close();
    return [
      figure('alert-at-rest', atRest, 250, 'no other report'),
      figure('alert-loaded', underLoad, 1_000, `at ${Math.round(perSecond).toLocaleString('en')} positions/s`),
    ];
  },
};
