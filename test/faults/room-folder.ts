import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for everything that the programs of a room keep and say. */
export async function makeFolder(topology: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `rearguard-faults-${topology}-`));
  // Passable, so that the database's own user reaches it also when root runs this.
  await chmod(folder, 0o711);
  return folder;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
