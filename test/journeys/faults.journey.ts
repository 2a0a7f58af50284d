// Real: npm run faults, with the product, PostgreSQL and Redis as processes that are killed, paused and cut off.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { embedded } from '../faults/embedded.js';
import type { Fault } from '../faults/plan.js';
import type { Sabotage } from '../faults/sabotage.js';
import { Trial } from '../faults/trial.js';
import { eventually } from '../product/eventually.js';

jest.setTimeout(600_000);

const LONGEST_WAIT_MS = 240_000;
/** A client's line cut, a worker and Redis killed; everything killed, PostgreSQL paused, a client's line stalled. */
const SEED = '724';

/** The command, and what it printed so far. */
function faults(...args: string[]) {
  const child = spawn(process.execPath, ['ops/run/faults.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const note = (text: Buffer) => (printed += text.toString());
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { printed: () => printed, interrupt: () => child.kill('SIGINT'), status };
}

describe('npm run faults', () => {
  it('finds nothing lost, doubled, disordered or shown differently, and goes on where it was stopped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rearguard-faults-state-'));
    const state = join(folder, 'state.json');
    try {
      const first = faults('--topology', 'both', '--count', '6', '--seed', SEED, '--state', state);
      await eventually(() => first.printed().includes('3/6 '), 'half of the faults', LONGEST_WAIT_MS);
      first.interrupt();
      await first.status;
      expect(first.printed()).not.toContain('VIOLATED');

      const second = faults('--resume', '--state', state);
      const status = await second.status;
      const printed = second.printed();
      expect([status, printed]).toEqual([0, expect.stringContaining('violations: 0')]);
      const numbers = [...printed.matchAll(/^ *(\d+)\/6 .* ok, /gm)].map(([, number]) => Number(number));
      expect(numbers).toEqual([4, 5, 6]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says what is wrong when something is', async () => {
    const fault: Fault = {
      number: 1,
      kind: 'delay',
      target: 'server/clients',
      afterMs: 150,
      lastsMs: 100,
      delayMs: 10,
    };
    const trial = await Trial.open(embedded, 1);
    try {
      expect((await trial.run(fault)).violations).toEqual([]);
      // A gap comes last: nothing can be read after it.
      const found: [Sabotage, RegExp][] = [
        ['drop', /^answered 202 and lost: L0-0 of \d+$/],
        ['double', /^stored twice: L0-0 of \d+$/],
        ['disorder', /^out of order: L0-0 of \d+ in batch/],
        ['repeat', /^change \d+: Q-0 is stale twice for one silence$/],
        ['mislead', /^a screen differs: unit L0-0: /],
        ['forget', /silent and not stale: Q-0$/],
        ['echo', /^alert A-\w+ climbed by levels 1, 1$/],
        ['calm', /^nobody was called for alert A-\w+, which is overdue$/],
        ['gap', /^the log has a gap: change \d+ follows on \d+$/],
      ];
      for (const [sabotage, words] of found) {
        const { violations } = await trial.run(fault, sabotage);
        expect([sabotage, violations]).toEqual([
          sabotage,
          expect.arrayContaining([expect.stringMatching(words) as string]),
        ]);
      }
    } finally {
      await trial.close(false);
    }
  });
});
