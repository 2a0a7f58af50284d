import { initFault, startFault } from './start-fault.js';

const CLUSTER = '/srv/rearguard/postgres';

describe('what PostgreSQL wrote before it gave up', () => {
  it.each([
    'FATAL:  lock file "postmaster.pid" already exists\nHINT:  Is another postmaster (PID 12) running?',
    'FATAL:  pre-existing shared memory block (key 31, ID 2) is still in use',
  ])('is a reason to try again while a killed server ends: %s', (output) => {
    expect(startFault(output, CLUSTER)).toEqual({ kind: 'still-ending' });
  });

  it('is a reason to take another port', () => {
    const output = 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use';
    expect(startFault(output, CLUSTER)).toEqual({ kind: 'port-taken' });
  });

  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', /disk of .* is full/],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /too little free memory/],
    ['FATAL:  could not open directory "pg_wal": Permission denied', /may not read or write/],
    ['PANIC:  could not locate a valid checkpoint record', /PostgreSQL says: PANIC: {2}could not locate/],
    ['', /nothing at all/],
  ])('becomes a sentence that names the folder or quotes it: %s', (output, sentence) => {
    const fault = startFault(output, CLUSTER);
    expect(fault).toEqual({ kind: 'fatal', sentence: expect.stringMatching(sentence) as string });
  });

  it('names initdb as what failed', () => {
    expect(initFault('initdb: error: could not create directory: No space left on device', CLUSTER)).toBe(
      'The database could not be made: the disk of /srv/rearguard/postgres is full. Free some space there and start again; what is stored is safe.',
    );
  });
});
