import { OLDEST_NODE } from './root.mjs';

/**
 * What is wrong with the Node.js that runs us, as a sentence, or null.
 * Kept free of newer syntax, because an old Node.js has to be able to read it.
 */
export function nodeFault(version = process.versions.node) {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < OLDEST_NODE.length; i += 1) {
    if (parts[i] > OLDEST_NODE[i]) return null;
    if (parts[i] < OLDEST_NODE[i]) {
      return `Rearguard needs Node.js ${OLDEST_NODE.join('.')} or newer, and this is ${version}. Install a newer Node.js (20, 22 or 24) and try again.`;
    }
  }
  return null;
}

/** Ends the process with a sentence when Node.js is too old. */
export function requireNode() {
  const fault = nodeFault();
  if (fault === null) return;
  console.error(fault);
  process.exit(1);
}
