/** The value below which a share (0 to 1) of the values lies; NaN for none. Nearest rank, so it is one of them. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

const LONGEST_MS = 20_000;

/** Counts by whole milliseconds, for millions of values; what is longer than 20 s counts as 20 s. */
export class Histogram {
  readonly #counts = new Uint32Array(LONGEST_MS + 1);
  count = 0;

  add(ms: number): void {
    this.#counts[Math.min(LONGEST_MS, Math.max(0, Math.round(ms)))]! += 1;
    this.count += 1;
  }

  clear(): void {
    this.#counts.fill(0);
    this.count = 0;
  }

  percentile(share: number): number {
    if (this.count === 0) return NaN;
    let left = Math.ceil(share * this.count);
    for (let ms = 0; ms <= LONGEST_MS; ms++) {
      left -= this.#counts[ms]!;
      if (left <= 0) return ms;
    }
    return LONGEST_MS;
  }
}
