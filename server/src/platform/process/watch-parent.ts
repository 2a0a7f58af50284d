import { parentOf, programOf } from './liveness.js';

/**
 * Calls back once when npm, which started us, is gone. npm ends on SIGTERM at once and neither waits for its child nor
 * always tells it, so without this a stopped Rearguard would run on unseen.
 *
 * Does nothing when npm did not start us: a service manager or a shell in the background may well end first.
 * @returns a function that ends the watch
 */
export function watchParent(onOrphaned: () => void, everyMs = 250): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const shell = process.ppid;
  // npm starts scripts through `sh -c`; where that shell stays in between, it is the one that is orphaned.
  const npm = ['sh', 'dash', 'bash'].includes(programOf(shell) ?? '') ? parentOf(shell) : null;
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === null || parentOf(shell) === npm)) return;
    clearInterval(timer);
    onOrphaned();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
