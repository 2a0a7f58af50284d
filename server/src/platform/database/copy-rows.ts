import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EpochMs } from '@rearguard/shared';

/** Microseconds are counted from here in PostgreSQL's binary timestamps. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** 2^32. */
const HALF = 0x1_0000_0000;
const START_SIZE = 64 * 1024;

/** Builds the body of a binary COPY. Fields must be written in the order and of the types of the column list. */
export class CopyRows {
  #bytes = Buffer.allocUnsafe(START_SIZE);
  #at = SIGNATURE.copy(this.#bytes);

  constructor(private readonly columns: number) {}

  row(): this {
    this.#need(2);
    this.#at = this.#bytes.writeInt16BE(this.columns, this.#at);
    return this;
  }

  int4(value: number): this {
    this.#need(8);
    this.#at = this.#bytes.writeInt32BE(4, this.#at);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
    return this;
  }

  int8(value: number): this {
    this.#need(12);
    this.#at = this.#bytes.writeInt32BE(8, this.#at);
    // In two halves: a BigInt for each number costs more than all else in a row.
    this.#at = this.#bytes.writeInt32BE(Math.floor(value / HALF), this.#at);
    this.#at = this.#bytes.writeUInt32BE(((value % HALF) + HALF) % HALF, this.#at);
    return this;
  }

  bigint(value: bigint): this {
    this.#need(12);
    this.#at = this.#bytes.writeInt32BE(8, this.#at);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
    return this;
  }

  timestamptz(value: EpochMs | null): this {
    return value === null ? this.#none() : this.int8((value - POSTGRES_EPOCH_MS) * 1000);
  }

  float8(value: number): this {
    this.#need(12);
    this.#at = this.#bytes.writeInt32BE(8, this.#at);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
    return this;
  }

  float4(value: number | null): this {
    if (value === null) return this.#none();
    this.#need(8);
    this.#at = this.#bytes.writeInt32BE(4, this.#at);
    this.#at = this.#bytes.writeFloatBE(value, this.#at);
    return this;
  }

  /** Sends the rows; `columns` in the order in which they were written. */
  async into(client: PoolClient, table: string, columns: string): Promise<void> {
    this.#need(2);
    this.#at = this.#bytes.writeInt16BE(-1, this.#at);
    const body = this.#bytes.subarray(0, this.#at);
    const stream = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN WITH (FORMAT binary)`));
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('finish', resolve);
      stream.end(body);
    });
  }

  #none(): this {
    this.#need(4);
    this.#at = this.#bytes.writeInt32BE(-1, this.#at);
    return this;
  }

  #need(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
