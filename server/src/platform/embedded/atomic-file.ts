import { open, rename } from 'node:fs/promises';

/**
 * Replaces a file as a whole and on disk: whoever reads it sees the old or the new content, also after a power cut.
 * @param mode permissions of the new file
 */
export async function writeAtomically(path: string, content: string, mode: number): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  const file = await open(next, 'w', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
