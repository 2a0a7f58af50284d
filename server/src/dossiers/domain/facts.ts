import { type EpochMs, toInstantOut } from '@rearguard/shared';

type Facts = Readonly<Record<string, unknown>>;

/** A fact as it was said last; null where nobody said it. */
export function said<Value>(facts: Facts, name: string): Value | null {
  return (facts[name] ?? null) as Value | null;
}

/** From when to when, as everybody sees it. */
export function span(facts: Facts, name: string): { from: string; to: string } | null {
  const given = said<{ from: EpochMs; to: EpochMs }>(facts, name);
  return given && { from: toInstantOut(given.from), to: toInstantOut(given.to) };
}

export function at(instant: EpochMs | undefined): string | null {
  return instant === undefined ? null : toInstantOut(instant);
}
