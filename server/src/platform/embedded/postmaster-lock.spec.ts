import { parseLock } from './postmaster-lock.js';

const lines = (...texts: string[]) => texts.join('\n');

describe('postmaster.pid', () => {
  it('says who runs, where and how far it is', () => {
    const text = lines('4711', '/srv/postgres', '1790000000', '54329', '', '127.0.0.1', '  31  2', 'ready   ', '');
    expect(parseLock(text)).toEqual({ pid: 4711, port: 54329, status: 'ready' });
  });

  it('has no port and status yet right after the birth of the server', () => {
    expect(parseLock(lines('4711', '/srv/postgres', '1790000000'))).toEqual({ pid: 4711, port: null, status: '' });
  });

  it.each(['', 'x', '-1', '0'])('is not a lock when it names no process: "%s"', (text) => {
    expect(parseLock(text)).toBeNull();
  });
});
