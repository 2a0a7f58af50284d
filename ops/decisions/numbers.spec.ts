import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

it('gives each decision a number of its own, so that it can be cited by it', () => {
  const records = readdirSync(dirname(fileURLToPath(import.meta.url))).filter((name) => name.endsWith('.md'));
  const numbers = records.map((name) => name.slice(0, 5));
  expect(records.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
  expect(new Set(numbers).size).toBe(numbers.length);
});
