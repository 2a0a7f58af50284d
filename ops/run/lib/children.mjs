import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from './root.mjs';

/** A step that could not be done; its message is for people, so no stack is shown. */
export class StepFailed extends Error {}

const running = new Set();
/** What is being done, in words, for who interrupts it. */
let current = null;
let guarded = false;
/** Set once a signal asked us to end: the reason why children fail from then on. */
let ending = false;

/**
 * Runs a command to its end, its output streamed as it comes.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, fd?: number, capture?: boolean }} options
 *   `fd`: where its output goes (1 stdout, 2 stderr); `capture`: return stdout and stderr instead of showing them
 * @returns {Promise<{ code: number, output: string }>} 127 when the command does not exist
 */
export function runChild(command, args, { cwd = ROOT, env = {}, fd = 1, capture = false } = {}) {
  guard();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', fd, fd],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    running.add(child);
    const end = (code) => {
      running.delete(child);
      if (!ending) resolve({ code, output });
    };
    child.on('error', (cause) => {
      output += cause.message;
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? (signal ? 1 : 0)));
  });
}

/** Like {@link runChild}, and a refusal to go on when it fails. */
export async function mustRun(command, args, { failure, ...options }) {
  const { code, output } = await runChild(command, args, options);
  if (code !== 0) throw new StepFailed(output === '' ? failure : `${failure}\n${output.trim()}`);
}

/** Names what the children that run until the next call are for; null: nothing that would be left half done. */
export function underWay(what) {
  current = what;
}

/** What somebody who interrupts is told: what was stopped, and how to go on. */
export function interruptedWords(what, again) {
  return what === null
    ? `Stopped. Go on with: ${again}`
    : `Stopped in the middle of: ${what}. Nothing is broken; what was finished is kept. Go on with: ${again}`;
}

/** Runs a Node.js program of the workspace with the Node.js that runs us. */
export const node = (script, ...args) => [process.execPath, [script, ...args]];

/**
 * While children run: SIGINT, SIGTERM and the death of npm (which does not wait for us) end them and us.
 */
function guard() {
  if (guarded) return;
  guarded = true;
  process.on('SIGINT', onSigint);
  process.on('SIGTERM', onSigterm);
  process.on('SIGHUP', onSigterm);
  watch = setInterval(() => {
    if (process.ppid !== parent) endAll(143);
  }, 250);
  watch.unref();
}

const parent = process.ppid;
let watch;
const onSigint = () => endAll(130);
const onSigterm = () => endAll(143);

/** Gives signals back to whoever takes over this process: the server has its own way to end. */
export function releaseSignals() {
  if (!guarded) return;
  guarded = false;
  process.off('SIGINT', onSigint);
  process.off('SIGTERM', onSigterm);
  process.off('SIGHUP', onSigterm);
  clearInterval(watch);
}

function endAll(code) {
  if (ending) return;
  ending = true;
  process.stderr.once('error', () => undefined); // a terminal that is gone reads nothing
  process.stderr.write(`\n${interruptedWords(current, againWords())}\n`);
  const tree = [...running].flatMap((child) => (child.pid === undefined ? [] : [child.pid, ...descendants(child.pid)]));
  for (const pid of tree) signal(pid, 'SIGTERM');
  // A child that ignores SIGTERM does not get to keep us; the others are gone by then.
  const deadline = setTimeout(() => {
    for (const pid of tree) signal(pid, 'SIGKILL');
    process.exit(code);
  }, 4000);
  const poll = setInterval(() => {
    if (running.size > 0) return;
    clearInterval(poll);
    clearTimeout(deadline);
    process.exit(code);
  }, 50);
}

/** The command as it was typed, as npm tells it. */
function againWords() {
  const script = process.env.npm_lifecycle_event;
  const given = process.argv.slice(2);
  const name = script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script ?? 'start'}`;
  return [name, ...(given.length > 0 ? ['--', ...given] : [])].join(' ');
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if (cause.code !== 'ESRCH') throw cause;
  }
}

/** Processes below `pid`, from /proc (Debian's slim images have no `ps`); none elsewhere. */
function descendants(pid) {
  const children = new Map();
  let entries;
  try {
    entries = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // no /proc: the direct children are all we know of
  }
  for (const entry of entries) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(ppid, [...(children.get(ppid) ?? []), Number(entry)]);
    } catch {
      continue; // it ended while we looked
    }
  }
  const below = (of) => (children.get(of) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}
