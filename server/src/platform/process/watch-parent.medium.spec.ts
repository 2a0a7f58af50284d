import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** Real: processes and their parents. */

const built = join(import.meta.dirname, '../../../dist/platform/process/watch-parent.js');
const watcher = `
  const { watchParent } = await import(${JSON.stringify(built)});
  watchParent(() => { console.log('orphaned'); process.exit(); }, 20);
  console.log('watching');
  setTimeout(() => { console.log('still here'); process.exit(); }, 30_000);`;

let top: ChildProcess | undefined;

/** `npm` -> `sh -c` -> the program, as npm starts it; the two above are shells here. */
async function startBelow(script: string, environment: Record<string, string>): Promise<Interface> {
  const program = { NODE: process.execPath, WATCHER: watcher };
  const env = { PATH: process.env.PATH, ...program, ...environment };
  const child = spawn('bash', ['-c', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  top = child;
  const lines = createInterface(child.stdout);
  expect(await once(lines, 'line')).toEqual(['watching']);
  return lines;
}

const RUN = '"$NODE" --input-type=module -e "$WATCHER"; true';

afterEach(() => {
  top?.kill('SIGKILL');
});

it('says when the process that started us is gone', async () => {
  const lines = await startBelow(RUN, { npm_lifecycle_event: 'start' });
  top?.kill('SIGKILL');
  expect(await once(lines, 'line')).toEqual(['orphaned']);
});

it('says when npm is gone and only the shell that it used is left', async () => {
  const lines = await startBelow(`sh -c '${RUN}'; true`, { npm_lifecycle_event: 'start' });
  top?.kill('SIGKILL');
  expect(await once(lines, 'line')).toEqual(['orphaned']);
});
