/** A live process and the work that it could do. */
export interface Candidate {
  process: string;
  wants: readonly string[];
}

/**
 * Which of the work falls to one process, so that all of it is spread evenly over the live ones. Every process works it
 * out from the same list and comes to the same answer.
 */
export function shareOf(process: string, candidates: readonly Candidate[]): Set<string> {
  const sorted = [...candidates].sort((a, b) => (a.process < b.process ? -1 : 1));
  const names = [...new Set(sorted.flatMap((one) => one.wants))].sort();
  return new Set(
    names.filter((name, place) => {
      const able = sorted.filter((one) => one.wants.includes(name));
      return able[place % able.length]!.process === process;
    }),
  );
}
