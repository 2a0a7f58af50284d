import type { EpochMs, Shift, ShiftDoer } from '@rearguard/shared';

/** One step of a shift: how it stands after it, and what is said of it. */
export interface ShiftStep {
  shift: Shift;
  from: Shift['state'] | null;
  act: string;
  /** Null: by itself. */
  who: ShiftDoer | null;
  at: EpochMs;
  detail: Record<string, unknown>;
}
