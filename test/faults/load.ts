import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway, Report } from './gateway.js';

/** Sources, each with units of its own and one batch under way at a time, so that the order of arrival is known. */
const SOURCES = 4;
const UNITS_OF_ONE = 50;
const BATCH = 25;
const EVERY_MS = 100;
/** However short the load: then half of the units were told of twice. */
const LEAST_TURNS = 3;
/** No fault is worth more than this; then the load waits for the end. */
const MOST_REPORTS = 5_000;
/** Track frames carry times to a tenth of a second, and places to 1e-5 degrees: what is sent fits into them. */
const TENTH_MS = 100;
const DEGREE = 100_000;
/** Every so many reports bear an id of their own, and are known again by that instead of by their content. */
const NAMED = 5;

/** 200 units on the move, told of in 1,000 reports a second. */
export class Load {
  /** Everything that was answered 202 since {@link begin}, by unit. */
  readonly told = new Map<string, number[]>();
  /** The newest report of each unit ever. */
  readonly newest = new Map<string, Report>();
  readonly #clocks = new Array<number>(SOURCES).fill(0);
  #count = 0;
  #ending = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly gateway: Gateway) {}

  get unitIds(): string[] {
    return Array.from({ length: SOURCES * UNITS_OF_ONE }, (_, unit) => unitId(Math.floor(unit / UNITS_OF_ONE), unit));
  }

  begin(): void {
    this.told.clear();
    this.#count = 0;
    this.#ending = false;
    this.#running = Promise.all(Array.from({ length: SOURCES }, (_, source) => this.#run(source)));
  }

  /** Resolves when all that was sent was answered 202. */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#running;
  }

  async #run(source: number): Promise<void> {
    for (let turn = 0; !this.#ending || turn < LEAST_TURNS; turn++) {
      if (this.#count < MOST_REPORTS) {
        const reports = this.#batch(source, turn);
        this.#count += reports.length;
        await this.gateway.deliver(reports);
        for (const report of reports) {
          this.newest.set(report.unitId, report);
          const times = this.told.get(report.unitId);
          if (times) times.push(report.observedAt);
          else this.told.set(report.unitId, [report.observedAt]);
        }
      }
      await pause(EVERY_MS);
    }
  }

  /** Half of the source's units, each later than it was told of before. */
  #batch(source: number, turn: number): Report[] {
    const tenth = Math.max(Math.floor(Date.now() / TENTH_MS), this.#clocks[source]! + 1);
    this.#clocks[source] = tenth;
    return Array.from({ length: BATCH }, (_, place) => {
      const id = unitId(source, (turn % 2) * BATCH + place);
      const at = { lat: (1_500_000 + (tenth % 99_991)) / DEGREE, lon: -(300_000 + place * 100 + source) / DEGREE };
      const report = { unitId: id, ...at, observedAt: tenth * TENTH_MS };
      return (tenth + place) % NAMED === 0 ? { ...report, reportId: `${tenth}` } : report;
    });
  }
}

const unitId = (source: number, unit: number): string => `L${source}-${unit % UNITS_OF_ONE}`;
