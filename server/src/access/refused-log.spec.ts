import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MOST_LINES, RefusedLog } from './refused-log.js';
import { notAllowed } from './refusals.js';

const told = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
beforeEach(() => told.mockClear());
afterAll(() => told.mockRestore());

const person = { kind: 'person', sessionId: 's', personId: 'p-1', name: 'Adama Koné', role: 'commander' } as const;
const asked = { method: 'POST', path: '/api/users', identity: person };

it('says who was refused what, from where, and no name', () => {
  new RefusedLog({ now: () => 0 }).note(asked, '192.0.2.7', notAllowed('commander', 'user.manage'));
  expect(told.mock.calls).toEqual([['refused 403 not-allowed: POST /api/users by person p-1 from 192.0.2.7']]);
});

it('does not let anybody fill the disk, and goes on in the next minute', () => {
  let now = 0;
  const log = new RefusedLog({ now: () => now });
  const note = () => log.note(asked, '192.0.2.7', notAllowed('commander', 'user.manage'));
  for (let i = 0; i < 10 * MOST_LINES; i += 1) note();
  expect(told).toHaveBeenCalledTimes(MOST_LINES);
  expect(String(told.mock.lastCall)).toContain('more in this minute are not written');
  now = 60_000;
  note();
  expect(told).toHaveBeenCalledTimes(MOST_LINES + 1);
});
