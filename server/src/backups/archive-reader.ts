import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import type { z } from 'zod';
import { BackupFault, Header, HEADER, HeldBatch, Manifest, MANIFEST } from './archive.js';

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

/** What reads a backup, in the order in which things come. */
export interface Reader {
  header?(header: Header): Promise<void>;
  batch?(batch: HeldBatch): Promise<void>;
  rows?(table: string, part: AsyncIterable<Buffer>): Promise<void>;
  manifest?(manifest: Manifest): Promise<void>;
}

/**
 * Reads a backup from its beginning to its end, as a stream.
 * @throws BackupFault when it is none, or is cut short or damaged
 */
export async function readArchive(path: string, reader: Reader): Promise<void> {
  const entries = extract();
  const read = pipeline(createReadStream(path), createGunzip(), entries);
  read.catch(() => undefined); // it also ends the loop below, which tells it
  try {
    for await (const entry of entries) await give(entry, reader);
    await read;
  } catch (cause) {
    entries.destroy();
    throw told(cause, path);
  }
}

/**
 * Checks every byte of a backup against its checksums, before anything is built upon it.
 * @throws BackupFault
 */
export async function verifyArchive(path: string): Promise<{ header: Header; manifest: Manifest }> {
  const hashes = new Map<string, { hash: Hash; bytes: number }>();
  let header: Header | undefined;
  let manifest: Manifest | undefined;
  let batches = 0;
  await readArchive(path, {
    header: async (found) => void (header = found),
    batch: async () => void (batches += 1),
    manifest: async (found) => void (manifest = found),
    rows: async (table, part) => {
      const sum = hashes.get(table) ?? { hash: createHash('sha256'), bytes: 0 };
      hashes.set(table, sum);
      for await (const chunk of part) {
        sum.hash.update(chunk);
        sum.bytes += chunk.length;
      }
    },
  });
  if (!header || !manifest) throw new BackupFault(`${path} is cut short: it ends before its manifest.`);
  const damaged = (what: string) => new BackupFault(`${path} is damaged: ${what} are not those that were saved.`);
  if (batches !== manifest.batches) throw damaged('the batches of the queue');
  for (const { name } of header.tables) {
    const { hash = createHash('sha256'), bytes = 0 } = hashes.get(name) ?? {};
    const saved = manifest.tables[name];
    if (saved?.sha256 !== hash.digest('hex') || saved.bytes !== bytes) throw damaged(`the rows of ${name}`);
  }
  return { header, manifest };
}

async function give(entry: Entry, reader: Reader): Promise<void> {
  const { name } = entry.header;
  const table = /^tables\/([^/]+)\/\d+$/.exec(name)?.[1];
  if (table !== undefined && reader.rows) await reader.rows(table, entry as AsyncIterable<Buffer>);
  else if (name === HEADER && reader.header) await reader.header(await json(entry, Header));
  else if (name === MANIFEST && reader.manifest) await reader.manifest(await json(entry, Manifest));
  else if (name.startsWith('queue/') && reader.batch) await reader.batch(await json(entry, HeldBatch));
  entry.resume();
}

async function json<Shape extends z.ZodType>(entry: Entry, shape: Shape): Promise<z.infer<Shape>> {
  const parsed = shape.safeParse(JSON.parse(await text(entry as AsyncIterable<Buffer>)));
  if (parsed.success) return parsed.data;
  throw new BackupFault(`${entry.header.name} in it is not what this version of Rearguard understands.`);
}

function told(cause: unknown, path: string): unknown {
  if (cause instanceof BackupFault) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    return new BackupFault(`${path} cannot be read (${code}).`, { cause });
  }
  // The database's own faults pass as they are.
  if (code !== undefined && !/^(Z_|ERR_)/.test(code)) return cause;
  if (/unexpected end|premature/i.test(message)) return new BackupFault(`${path} is cut short.`, { cause });
  return new BackupFault(`${path} is no backup, or a damaged one (${message}).`, { cause });
}
