/** Codes of Node and PostgreSQL that mean: not now, try again. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT', // the socket file of a server that is down
  '53300', // too many connections
  '57P01', // the administrator is shutting the database down
  '57P02',
  '57P03', // the database is starting
  '55P03', // a lock was not to be had
  '40P01', // two transactions waited for each other, and this one gave way
]);
/** Of pg and TypeORM, which give no code when a connection is lost between two statements. */
const SAYINGS =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query runner already released/i;

/** Is this fault one of a database or network that is away for the moment, so that the same request may succeed soon? */
export function isPassing(cause: unknown): boolean {
  for (let fault = cause, depth = 0; fault instanceof Error && depth < 5; fault = inner(fault), depth += 1) {
    const code = 'code' in fault ? fault.code : undefined;
    if (typeof code === 'string' && (PASSING.has(code) || /^08...$/.test(code)) && !isOfFiles(fault)) return true;
    if (SAYINGS.test(fault.message)) return true;
  }
  return false;
}

function inner(fault: Error): unknown {
  if ('driverError' in fault) return fault.driverError;
  return fault.cause;
}

/** A file that is not there is a fault of ours and does not pass. */
function isOfFiles(fault: Error): boolean {
  return 'code' in fault && fault.code === 'ENOENT' && !('address' in fault);
}
