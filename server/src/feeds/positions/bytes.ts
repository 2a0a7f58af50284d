const START_SIZE = 64 * 1024;
/** Longest varint of a safe integer. */
const VARINT_BYTES = 8;
const CONTINUES = 0x80;

/** Writes numbers and text one after another into bytes that grow. Signed integers are zigzag-coded LEB128 varints. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(START_SIZE);
  #at = 0;

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    // Anything else would be read back as another number.
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number from 0 to 2^53`);
    this.#need(VARINT_BYTES);
    while (value >= CONTINUES) {
      this.#bytes[this.#at++] = (value % CONTINUES) | CONTINUES;
      // Shifts would cut it to 32 bits.
      value = value > 0x7fffffff ? Math.floor(value / CONTINUES) : value >>> 7;
    }
    this.#bytes[this.#at++] = value;
  }

  /** A whole number from -2^52 to 2^52. */
  zigzag(value: number): void {
    // Half a step too would be read back as another number: twice of it is whole.
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  /**
   * A number that most often has few decimals: then it takes as many bytes as its digits need, else nine.
   * @param scale one over the least step that is told in the short form, a power of ten
   */
  decimal(value: number, scale: number): void {
    const steps = Math.round(value * scale);
    if (steps / scale === value && Math.abs(steps) < 2 ** 51) {
      this.varint(2 * (steps >= 0 ? steps * 2 : -steps * 2 - 1));
      return;
    }
    this.varint(1);
    this.#need(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  int64(value: bigint): void {
    this.#need(8);
    this.#at = this.#bytes.writeBigInt64LE(value, this.#at);
  }

  /** Text by its UTF-8 bytes, their count before them. */
  text(value: string): void {
    const most = value.length * 3;
    this.#need(most + VARINT_BYTES);
    if (value.length < CONTINUES) {
      // Plain text of that length has its count in one byte; other text is written again behind its true count.
      const written = this.#bytes.write(value, this.#at + 1, most, 'utf8');
      if (written < CONTINUES) {
        this.#bytes[this.#at] = written;
        this.#at += 1 + written;
        return;
      }
    }
    this.varint(Buffer.byteLength(value));
    this.#at += this.#bytes.write(value, this.#at, most, 'utf8');
  }

  /** A copy of what was written; the writer begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }

  #need(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + count));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** Reads what {@link ByteWriter} wrote, in the same order. */
export class ByteReader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get atEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= CONTINUES) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the bytes end early');
      value += (byte % CONTINUES) * scale;
      if (byte < CONTINUES) return value;
    }
  }

  zigzag(): number {
    return fromZigzag(this.varint());
  }

  decimal(scale: number): number {
    const told = this.varint();
    if (told % 2 === 0) return fromZigzag(told / 2) / scale;
    const value = this.bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  int64(): bigint {
    const value = this.bytes.readBigInt64LE(this.#at);
    this.#at += 8;
    return value;
  }

  text(): string {
    const length = this.varint();
    const value = this.bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += length;
    return value;
  }
}

function fromZigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
