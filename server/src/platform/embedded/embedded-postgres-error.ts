/**
 * The embedded database cannot do what was asked. The message is whole sentences for the person who started Rearguard:
 * what is wrong and what to do; show it without a stack.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The sentence for a file operation that the system refused. */
export function fileFault(what: string, path: string, cause: unknown): EmbeddedPostgresError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason =
    {
      EACCES: 'this user may not write there. Change its owner or mode, or choose another folder with DATA_DIR',
      EPERM: 'this user may not do that there. Change its owner or mode, or choose another folder with DATA_DIR',
      EROFS: 'it lies on a disk that is mounted read-only. Choose another folder with DATA_DIR',
      ENOSPC: 'the disk is full. Free some space, or choose a folder on another disk with DATA_DIR',
      EDQUOT: 'the quota of this user is used up. Free some space, or choose another folder with DATA_DIR',
      ENOTDIR: 'part of the path is a file. Choose another folder with DATA_DIR',
    }[code ?? ''] ?? message;
  return new EmbeddedPostgresError(`${what} ${path} failed: ${reason}.`, { cause });
}
