import { setTimeout as pause } from 'node:timers/promises';
import type { ReportsReply } from '@rearguard/shared';

/** One report of the load as the room must have it in the end. */
export interface Sent {
  unitId: string;
  observedAt: number;
}

const UNITS_OF_ONE = 10;
const PER_BATCH = 20;
const PAUSE_MS = 50;
const TRY_AGAIN_MS = 100;

/**
 * A source that sends batch after batch for units of its own, each report later than the last of its unit, and sends a
 * batch again until it is taken. So arrival in order is known: what was answered came before what was sent next.
 */
export class Load {
  readonly acknowledged: Sent[] = [];
  #no = 0;
  #ending = false;
  readonly #running: Promise<void>;

  /** @param doors addresses of api processes, asked anew for each batch, since they come and go */
  constructor(
    private readonly name: string,
    private readonly token: string,
    private readonly start: number,
    private readonly doors: () => readonly string[],
  ) {
    this.#running = this.#run();
  }

  async end(): Promise<void> {
    this.#ending = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#ending) {
      const reports = Array.from({ length: PER_BATCH }, () => {
        const no = (this.#no += 1);
        const at = { lat: 15 + (no % 1_000) / 1e3, lon: -3 + (no % 1_000) / 1e3 };
        return { unitId: `${this.name}-${no % UNITS_OF_ONE}`, ...at, observedAt: this.start + no };
      });
      for (let tries = 0; !(await this.#send(reports, tries)); tries++) {
        if (this.#ending) return;
        await pause(TRY_AGAIN_MS);
      }
      this.acknowledged.push(...reports.map(({ unitId, observedAt }) => ({ unitId, observedAt })));
      await pause(PAUSE_MS);
    }
  }

  async #send(reports: unknown[], tries: number): Promise<boolean> {
    const doors = this.doors();
    try {
      const answer = await fetch(`${doors[(this.#no + tries) % doors.length]}/api/feeds/positions/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ reports }),
      });
      if (answer.status !== 202) return false;
      const { accepted, rejected } = (await answer.json()) as ReportsReply;
      if (accepted !== reports.length) throw new Error(`refused: ${JSON.stringify(rejected[0])}`);
      return true;
    } catch (cause) {
      if ((cause as Error).name === 'TypeError') return false; // the door is gone
      throw cause;
    }
  }
}
