import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';

/** Asks the system how much room is left on a disk. */
@Injectable()
export class FreeSpace {
  /** Bytes that we may still write where a folder lies. */
  async bytes(folder: string): Promise<number> {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  }
}
