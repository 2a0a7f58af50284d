// Real: sockets on loopback and a process that is interrupted.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

interface Fault {
  wrong: string;
  todo: string;
}
const moduleOf = (name: string) => import(new URL(`./${name}.mjs`, import.meta.url).href);

it('calls a part of the tests a part, and says what it leaves out', async () => {
  const { leftOutWords } = (await moduleOf('test-steps')) as {
    leftOutWords: (wanted: Set<string>, jest: string[]) => string | null;
  };
  expect(leftOutWords(new Set(['small']), [])).toMatch(/^A PART of the tests \(left out: .*medium, journeys\)/);
  const all = ['format', 'lint', 'imports', 'types', 'svelte', 'small', 'client', 'medium', 'journeys'];
  expect(leftOutWords(new Set(all), [])).toBeNull();
  expect(leftOutWords(new Set(all), ['codec'])).toContain('narrowed by: codec');
});

it.each([
  ['another Rearguard', { 'WWW-Authenticate': 'Bearer realm="rearguard"' }, /by another Rearguard, at http:\/\/127/],
  ['another program', {}, /by another program/],
])('says of a taken port that it is taken by %s', async (_, headers, words) => {
  const { portFault } = (await moduleOf('checks')) as { portFault: (of: object) => Promise<Fault | null> };
  const other = createServer((_request, response) => response.writeHead(401, headers).end());
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const fault = await portFault({ port, host: '127.0.0.1', dataDir: '/nowhere' });
  other.closeAllConnections();
  other.close();
  expect(fault?.wrong).toMatch(words);
});

it('tells who interrupts a setup what was stopped, and how to go on', async () => {
  const children = fileURLToPath(new URL('./children.mjs', import.meta.url));
  const progress = fileURLToPath(new URL('./progress.mjs', import.meta.url));
  const script = `
    const { runChild } = await import(${JSON.stringify(children)});
    const { Progress } = await import(${JSON.stringify(progress)});
    const say = new Progress(process.stdout);
    await say.step('Building the server', () => runChild(process.execPath, ['-e', 'console.log("at it");setInterval(()=>{},9e4)']));`;
  const setup = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'], npm_lifecycle_event: 'start' },
  });
  let said = '';
  setup.stderr.on('data', (text: Buffer) => (said += text.toString()));
  setup.stdout.on('data', (text: Buffer) => text.toString().includes('at it') && setup.kill('SIGINT'));
  const code = await new Promise((resolve) => setup.on('close', resolve));
  expect(code).toBe(130);
  expect(said).toContain('Stopped in the middle of: Building the server');
  expect(said).toContain('Go on with: npm start');
});
