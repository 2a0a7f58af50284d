import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * A stamp says: "this was made, to its end, from inputs with this hash". It is written last, so what a kill or a full
 * disk left half-done has none and is made again.
 */
export async function hasStamp(file, hash) {
  try {
    return (await readFile(file, 'utf8')) === hash;
  } catch {
    return false; // missing or unreadable both mean: make it again
  }
}

export async function writeStamp(file, hash) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, hash);
  await rename(`${file}.new`, file);
}

export const dropStamp = (file) => rm(file, { force: true });

/**
 * Hash of the contents of files and folders, names included.
 * @param {string[]} paths relative to the checkout; those that do not exist are left out
 * @param {string} salt anything else that the result depends on
 */
export async function hashOf(paths, salt = '') {
  const files = (await Promise.all(paths.map((path) => filesBelow(join(ROOT, path))))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256').update(salt);
  files.forEach((file, i) => hash.update(`\0${relative(ROOT, file)}\0`).update(contents[i]));
  return hash.digest('hex');
}

async function filesBelow(path) {
  let found;
  try {
    found = await stat(path);
  } catch {
    return [];
  }
  if (found.isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
      .map((entry) => filesBelow(join(path, entry.name))),
  );
  return nested.flat();
}
