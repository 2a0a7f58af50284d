import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';

/** Rows are cut into parts of about this size, since a tar wants to know the size of each file before it comes. */
const PART_BYTES = 1024 * 1024;
/** Half as much work as the default, for a file that is a few per cent larger. */
const GZIP_LEVEL = 4;

/** Writes a tar as a stream: never more than one part is in memory. */
export class ArchiveWriter {
  readonly #pack: Pack = pack();
  readonly #written: Promise<void>;

  /** @param path of a file that does not exist; only its owner may read it, since it holds everything. */
  constructor(
    private readonly path: string,
    private readonly at: Date,
  ) {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.#written = pipeline(this.#pack, createGzip({ level: GZIP_LEVEL }), file);
    this.#written.catch(() => undefined); // told by the next call
  }

  async file(name: string, content: Buffer | string): Promise<void> {
    const bytes = Buffer.from(content);
    try {
      await Promise.race([this.#entry(name, bytes), this.#broken()]);
    } catch (cause) {
      // A tar whose file cannot be written says only that it was ended; the file says why.
      if (this.#pack.destroyed) await this.#written;
      throw cause;
    }
  }

  /** Files named `<folder>/000001` and so on, of what the stream brings. */
  async parts(folder: string, stream: AsyncIterable<Buffer>, seen: (part: Buffer) => void): Promise<void> {
    let count = 0;
    let gathered: Buffer[] = [];
    let size = 0;
    const flush = async () => {
      if (size === 0) return;
      const part = Buffer.concat(gathered);
      [gathered, size] = [[], 0];
      seen(part);
      await this.file(`${folder}/${String((count += 1)).padStart(6, '0')}`, part);
    };
    for await (const chunk of stream) {
      gathered.push(chunk);
      size += chunk.length;
      if (size >= PART_BYTES) await flush();
    }
    await flush();
  }

  /** Resolves when all of it is on disk. */
  async close(): Promise<void> {
    this.#pack.finalize();
    await this.#written;
    const file = await open(this.path, 'r');
    await file.sync().finally(() => file.close());
  }

  /** Ends at once; what is written is of no use. */
  async abandon(): Promise<void> {
    this.#pack.destroy();
    await this.#written.catch(() => undefined);
  }

  #entry(name: string, bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const header = { name, size: bytes.length, mode: 0o600, mtime: this.at };
      this.#pack.entry(header, (cause) => (cause ? reject(cause) : resolve())).end(bytes);
    });
  }

  /** Never resolves; rejects when the file cannot be written. */
  async #broken(): Promise<never> {
    await this.#written;
    throw new Error('the backup was closed before it was whole');
  }
}
