import { z } from 'zod';
import { InstantOut } from './instant.js';

export const CasualtyGroup = z.enum(['peacekeeper', 'staff', 'contract_worker', 'civilian', 'other_force', 'unknown']);
export type CasualtyGroup = z.infer<typeof CasualtyGroup>;
export const Harm = z.enum(['killed', 'wounded', 'missing']);
export type Harm = z.infer<typeof Harm>;

/** One figure as a source reports it. `count` null: some, number not given. */
export const CasualtyFigure = z.object({
  group: CasualtyGroup,
  harm: Harm,
  count: z.int().min(0).max(100_000).nullable(),
});
export type CasualtyFigure = z.infer<typeof CasualtyFigure>;

/** A figure with its time and source. A correction is a further one of these; none is ever edited. */
export const DatedFigure = CasualtyFigure.extend({
  /** False while the number may still change. */
  final: z.boolean(),
  observedAt: InstantOut,
  receivedAt: InstantOut,
  source: z.string(),
  reportId: z.string(),
});
export type DatedFigure = z.infer<typeof DatedFigure>;

/** Of all figures ever given the newest of each group and harm, by the time of the fact. */
export function currentFigures(figures: readonly DatedFigure[]): DatedFigure[] {
  const newest = new Map<string, DatedFigure>();
  for (const figure of figures) {
    const key = `${figure.group} ${figure.harm}`;
    const before = newest.get(key);
    if (!before || figure.observedAt >= before.observedAt) newest.set(key, figure);
  }
  return [...newest.values()];
}
