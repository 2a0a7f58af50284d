import type { TopologyName } from './arguments.js';
import { embedded } from './embedded.js';
import { planOf, wordsOf } from './plan.js';
import type { Progress } from './progress.js';
import { lineOf } from './report.js';
import { served } from './served.js';
import type { Topology } from './topology.js';
import { Trial } from './trial.js';

const MAKERS: Record<TopologyName, () => Promise<Topology>> = { served, embedded };
/** A room is left for the other kind, or for a new one, after so many faults. */
const MOST_IN_A_ROOM = 100;

/** One fault after another, from where the progress is to its last number or to the first violation. */
export class FaultRun {
  #trial: Trial | null = null;
  #topology: TopologyName | null = null;
  #stopped = false;
  #closing: Promise<void> | null = null;

  /**
   * @param say takes a line for people
   * @param keep is called after every fault, with the progress so far
   */
  constructor(
    private readonly progress: Progress,
    private readonly say: (line: string) => void,
    private readonly keep: (progress: Progress) => Promise<void> = async () => undefined,
  ) {}

  /** @returns whether nothing was violated */
  async run(): Promise<boolean> {
    const { progress } = this;
    const before = progress.violations.length;
    try {
      while (!this.#stopped && progress.next <= progress.last && progress.violations.length === before) {
        const trial = await this.#trialFor(topologyOf(progress));
        if (!this.#stopped) await this.#one(trial);
      }
    } finally {
      await this.stop();
    }
    return progress.violations.length === before;
  }

  /** Ends everything now; the fault under way does not count. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#leave(false);
  }

  async #trialFor(topology: TopologyName): Promise<Trial> {
    if (this.#trial !== null && this.#topology === topology) return this.#trial;
    await this.#leave(false);
    this.say(`A room, ${topology}`);
    const trial = await Trial.open(MAKERS[topology], this.progress.seed);
    if (this.#stopped) await trial.close(false);
    else [this.#trial, this.#topology] = [trial, topology];
    return trial;
  }

  async #leave(keepLogs: boolean): Promise<void> {
    const trial = this.#trial;
    this.#trial = null;
    if (trial) this.#closing = trial.close(keepLogs);
    // Whoever stops us while a room is being left must not go before it is gone.
    await this.#closing;
  }

  async #one(trial: Trial): Promise<void> {
    const { progress } = this;
    const topology = topologyOf(progress);
    const began = performance.now();
    const fault = planOf(progress.seed, progress.next, trial.targets);
    const outcome = await trial.run(fault, progress.sabotage);
    if (this.#stopped) return;
    const { violations } = outcome;
    const [recoveryMs, doorMs] = [Math.round(outcome.recoveryMs), Math.round(outcome.doorMs)];
    const tookMs = Math.round(performance.now() - began);
    progress.done.push({ topology, kind: fault.kind, recoveryMs, doorMs, tookMs });
    progress.next += 1;
    for (const figure of ['sent', 'accepted', 'stored', 'repeated'] as const) progress[figure] += outcome[figure];
    if (violations.length > 0) {
      const { folder } = trial;
      progress.violations.push({ number: fault.number, topology, fault: wordsOf(fault), what: violations, folder });
      await this.#leave(true);
    }
    await this.keep(progress);
    this.say(lineOf(fault, outcome, progress.last));
  }
}

/** Of the next fault: those that are wanted take turns. */
export function topologyOf({ topologies, first, next, last }: Progress): TopologyName {
  const block = Math.min(MOST_IN_A_ROOM, Math.ceil((last - first + 1) / topologies.length));
  return topologies[Math.floor((next - first) / block) % topologies.length]!;
}
