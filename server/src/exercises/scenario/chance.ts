const { imul } = Math;

/** A source of chance that is the same in every run; see {@link streamOf}. */
export type Stream = number;

/** The source of chance for a name under a seed. */
export function streamOf(seed: number, name: string): Stream {
  let hash = seed ^ 0x9e3779b9;
  for (let index = 0; index < name.length; index++) hash = mixed(hash ^ name.charCodeAt(index));
  return mixed(hash);
}

/** The number of a count in a stream, from 0 up to 1. */
export function chance(stream: Stream, count: number): number {
  return mixed(stream ^ imul(count + 1, 0x61c88647)) / 0x1_0000_0000;
}

/** About as GPS errs: a bell-shaped number around 0 with a spread of 1, never beyond 3.5. */
export function error(stream: Stream, count: number): number {
  const at = count * 4;
  return (
    (chance(stream, at) + chance(stream, at + 1) + chance(stream, at + 2) + chance(stream, at + 3) - 2) * 1.7320508
  );
}

/** Spreads each bit of a 32-bit number over all of them. */
function mixed(value: number): number {
  let bits = imul(value ^ (value >>> 15), 0x2c1b3c6d);
  bits = imul(bits ^ (bits >>> 12), 0x297a2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}
