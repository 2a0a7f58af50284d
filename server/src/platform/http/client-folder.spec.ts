import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fontSheet } from './client-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds the sheet of fonts by what is in it, and none where nothing is built', () => {
  expect(fontSheet(folder)).toBeNull();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'index-1.css'), ':root{--font:"Noto Sans SC Variable"}');
  expect(fontSheet(folder)).toBeNull();
  writeFileSync(
    join(folder, 'assets', 'wght-2.css'),
    '@font-face{font-family:Noto Sans SC Variable;src:url(/a.woff2)}',
  );
  expect(fontSheet(folder)).toBe('/assets/wght-2.css');
});
