/** Why PostgreSQL did not come up, as far as what to do next depends on it. */
export type StartFault =
  /** Processes of a killed server are still ending: try again shortly. */
  | { kind: 'still-ending' }
  /** Somebody else listens on the port: try another. */
  | { kind: 'port-taken' }
  | { kind: 'fatal'; sentence: string };

const DISK_FULL = /No space left on device|Disk quota exceeded/i;
const OUT_OF_MEMORY = /Cannot allocate memory|could not map anonymous shared memory/i;
const NOT_ALLOWED = /Permission denied|Operation not permitted/i;

/**
 * Reads what PostgreSQL wrote before it gave up.
 * @param output its log since this attempt began, in English (`LC_ALL=C`)
 */
export function startFault(output: string, clusterDir: string): StartFault {
  if (/lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(output)) {
    return { kind: 'still-ending' };
  }
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(output)) {
    return { kind: 'port-taken' };
  }
  return { kind: 'fatal', sentence: commonFault('The database did not start', output, clusterDir) };
}

/** The sentence for an initdb that failed. */
export function initFault(output: string, clusterDir: string): string {
  return commonFault('The database could not be made', output, clusterDir);
}

function commonFault(what: string, output: string, clusterDir: string): string {
  if (DISK_FULL.test(output)) {
    return `${what}: the disk of ${clusterDir} is full. Free some space there and start again; what is stored is safe.`;
  }
  if (OUT_OF_MEMORY.test(output)) {
    return `${what}: this machine has too little free memory for it (about 400 MB). Stop other programs and start again.`;
  }
  if (NOT_ALLOWED.test(output)) {
    return `${what}: it may not read or write ${clusterDir}. Give that folder back to the user that it had, and start again. PostgreSQL says: ${lastLines(output)}`;
  }
  return `${what}. PostgreSQL says: ${lastLines(output)}`;
}

/** What to quote: the lines that name a fault, else the last ones. */
function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|HINT|DETAIL/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-4).join(' | ') || 'nothing at all';
}
