import { jest } from '@jest/globals';
import { ShortMemory } from './short-memory.js';

const KEEP_MS = 1_000;
let now = 0;
const memory = (most = 100) => new ShortMemory<string>(() => now, KEEP_MS, most);
const answering = (value: string | null) => jest.fn(() => Promise.resolve(value));

it('asks once for requests that come together, and again when the answer is too old', async () => {
  const remembered = memory();
  const lookUp = answering('yes');
  await Promise.all([remembered.get('a', lookUp), remembered.get('a', lookUp)]);
  now += KEEP_MS - 1;
  await remembered.get('a', lookUp);
  expect(lookUp).toHaveBeenCalledTimes(1);
  now += 1;
  await remembered.get('a', lookUp);
  expect(lookUp).toHaveBeenCalledTimes(2);
});

it('remembers a no as well as a yes, but not a failure', async () => {
  const remembered = memory();
  expect(await remembered.get('no', answering(null))).toBeNull();
  expect(await remembered.get('no', answering('yes'))).toBeNull();
  await expect(remembered.get('away', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await remembered.get('away', answering('yes'))).toBe('yes');
});

it('knows what was good past its time, until it is found to be bad', async () => {
  const remembered = memory();
  expect(remembered.knows('a')).toBe(false);
  await remembered.get('a', answering('yes'));
  now += 10 * KEEP_MS;
  expect(remembered.knows('a')).toBe(true);
  await remembered.get('a', answering(null));
  expect(remembered.knows('a')).toBe(false);
});

it('forgets at once when told, also what is still being looked up', async () => {
  const remembered = memory();
  const slow = remembered.get('a', answering('old'));
  remembered.forget('a');
  await slow;
  expect(await remembered.get('a', answering('new'))).toBe('new');
});

it('holds no more than it may, and drops the oldest first', async () => {
  const remembered = memory(2);
  for (const key of ['a', 'b', 'c']) await remembered.get(key, answering(key));
  expect(['a', 'b', 'c'].map((key) => remembered.knows(key))).toEqual([false, true, true]);
});

it('asks anew when the clock was set back', async () => {
  const remembered = memory();
  await remembered.get('a', answering('old'));
  now -= 1;
  expect(await remembered.get('a', answering('new'))).toBe('new');
});
