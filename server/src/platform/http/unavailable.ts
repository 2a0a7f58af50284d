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
  '40001', // two transactions were in each other's way, and this one gave way
  '40P01',
  '53100', // the disk is full
  '53200', // out of memory
  '58030', // the disk does not answer as it should
  '25006', // a database that took another's place is not yet written to
  'ENOSPC',
]);
/** Of pg and TypeORM, which give no code when a connection is lost between two statements. */
const SAYINGS =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query runner already released/i;

/** Classes of PostgreSQL's codes that speak of what was to be written: values, constraints, limits of size. */
const OF_THE_DATA = /^(22|23|54)...$/;
const DEPTH = 5;

/**
 * Is this fault one of a database or network that is away or out of room for the moment, so that the same request may
 * succeed soon?
 */
export function isPassing(cause: unknown): boolean {
  return faultsIn(cause).some((fault) => {
    const code = codeOf(fault);
    if (code !== null && (PASSING.has(code) || /^08...$/.test(code)) && !isOfFiles(fault)) return true;
    return SAYINGS.test(fault.message);
  });
}

/**
 * Is this fault one of what was to be written, so that it would be the same at any other time? What else the database
 * says, of a statement cut short or a table that is not there, is no fault of a report.
 */
export function isOfTheData(cause: unknown): boolean {
  if (isPassing(cause)) return false;
  const code = faultsIn(cause)
    .map(codeOf)
    .find((one) => one !== null && /^[0-9A-Z]{5}$/.test(one));
  return code === undefined || code === null || OF_THE_DATA.test(code);
}

/** A fault with those that it was caused by. */
function faultsIn(cause: unknown): Error[] {
  const faults: Error[] = [];
  for (let fault = cause; fault instanceof Error && faults.length < DEPTH; fault = inner(fault)) faults.push(fault);
  return faults;
}

function codeOf(fault: Error): string | null {
  return 'code' in fault && typeof fault.code === 'string' ? fault.code : null;
}

function inner(fault: Error): unknown {
  if ('driverError' in fault) return fault.driverError;
  return fault.cause;
}

/** A file that is not there is a fault of ours and does not pass. */
function isOfFiles(fault: Error): boolean {
  return 'code' in fault && fault.code === 'ENOENT' && !('address' in fault);
}
