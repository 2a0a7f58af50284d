/** The load driver: sends position reports over HTTP at a rate, and tells what was answered. */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '../../topology/helper-process.js';
import type { Load, Sent } from './load.js';
import { MovingUnits } from './moving-units.js';

/** More unanswered requests than this, and the driver waits: a server that is behind is not to be buried. */
const MOST_IN_FLIGHT = 256;
const TICK_MS = 4;
const ANSWER_WITHIN_MS = 15_000;
const MOST_FAULTS = 5;
/** A driver that was held up sends on for this long, in milliseconds for each second of its plan. */
const LONGEST = 1_100;

const agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT });

class Driver {
  readonly #units: MovingUnits;
  readonly #rows: { firstUnit: number; observedAt: number; sentAt: number; acceptedAt: number }[] = [];
  /** The tenth of a second in which it began. */
  #began = 0;
  #inFlight = 0;
  #requests = 0;
  #accepted = 0;
  #rejected = 0;
  #turnedAway = 0;
  #faults: string[] = [];

  constructor(private readonly load: Load) {
    this.#units = new MovingUnits(load.units);
  }

  async run(): Promise<Sent> {
    const { perSecond, batch, seconds, burstMs = 0 } = this.load;
    if (this.load.wholeTenths) await pause(100 - (Date.now() % 100));
    const began = Date.now();
    this.#began = began - (began % 100);
    const due = (elapsed: number) => Math.floor((Math.min(elapsed, seconds * 1_000) * perSecond) / 1_000 / batch);
    const planned = due(seconds * 1_000);
    for (let elapsed = 0; this.#requests < planned && elapsed < seconds * LONGEST; elapsed = Date.now() - began) {
      const until = due(burstMs > 0 ? elapsed - (elapsed % burstMs) : elapsed);
      while (this.#requests < until && this.#inFlight < MOST_IN_FLIGHT) this.#send();
      await pause(TICK_MS);
    }
    const tookMs = Date.now() - began;
    while (this.#inFlight > 0) await pause(TICK_MS);
    return {
      planned: planned * batch,
      tookMs,
      sent: this.#requests * batch,
      accepted: this.#accepted,
      rejected: this.#rejected,
      turnedAway: this.#turnedAway,
      faults: this.#faults,
      firstUnit: Int32Array.from(this.#rows, (row) => row.firstUnit),
      observedAt: Float64Array.from(this.#rows, (row) => row.observedAt),
      sentAt: Float64Array.from(this.#rows, (row) => row.sentAt),
      acceptedAt: Float64Array.from(this.#rows, (row) => row.acceptedAt),
    };
  }

  #send(): void {
    const { batch, units, perSecond, wholeTenths } = this.load;
    const firstUnit = (this.#requests * batch) % units;
    // The instant at which it was due, so that no tenth is told twice by a driver that was held up, and its delay counts.
    const observedAt = wholeTenths ? this.#began + (this.#requests + 1) * ((batch * 1_000) / perSecond) : Date.now();
    const body = this.#body(firstUnit, observedAt);
    const sentAt = Date.now();
    this.#requests += 1;
    this.#inFlight += 1;
    this.#post(this.#doorOf(firstUnit), body).then(
      ({ accepted, rejected }) => {
        this.#inFlight -= 1;
        this.#accepted += accepted;
        this.#rejected += rejected.length;
        this.#rows.push({ firstUnit, observedAt, sentAt, acceptedAt: Date.now() });
        if (rejected.length > 0) this.#fault(JSON.stringify(rejected[0]));
      },
      (cause: unknown) => {
        this.#inFlight -= 1;
        this.#turnedAway += batch;
        this.#fault(String(cause));
      },
    );
  }

  #doorOf(firstUnit: number): string {
    const { urls, batch } = this.load;
    return urls[Math.floor(firstUnit / batch) % urls.length]!;
  }

  #body(firstUnit: number, observedAt: number): string {
    const { batch, units, ownAges } = this.load;
    let reports = '';
    for (let i = 0; i < batch; i++) {
      const unit = (firstUnit + i) % units;
      const age = ownAges ? (unit * 7919) % 1_000 : 0;
      reports += (i === 0 ? '' : ',') + this.#units.report(unit, observedAt - age);
    }
    return `{"reports":[${reports}]}`;
  }

  #post(url: string, body: string): Promise<{ accepted: number; rejected: unknown[] }> {
    const { token } = this.load;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const sending = request(
        `${url}/api/feeds/positions/reports`,
        { method: 'POST', agent, headers, timeout: ANSWER_WITHIN_MS },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => (text += part));
          answer.on('end', () => {
            if (answer.statusCode === 202) resolve(JSON.parse(text) as { accepted: number; rejected: unknown[] });
            else reject(new Error(`${answer.statusCode}: ${text.slice(0, 200)}`));
          });
        },
      );
      sending.on('timeout', () => sending.destroy(new Error('no answer in time')));
      sending.on('error', reject);
      sending.end(body);
    });
  }

  #fault(what: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(what);
  }
}

const handlers = { run: (load: Load): Promise<Sent> => new Driver(load).run() };
export type DriverCommands = typeof handlers;

serve(handlers);
