import { z } from 'zod';
import { InstantOut } from './instant.js';

/**
 * - `waiting`: stands until the first screen signs in; - `running`; - `paused`: by a person; - `ended`: the scenario is
 * over, time stands.
 */
export const ExerciseState = z.enum(['waiting', 'running', 'paused', 'ended']);
export type ExerciseState = z.infer<typeof ExerciseState>;

export const MAX_EXERCISE_SPEED = 3_600;

/** The room's clock, which everything in the room shares. */
export const RoomClock = z.object({
  mode: z.enum(['live', 'exercise']),
  at: InstantOut,
  exercise: z
    .object({
      name: z.string(),
      runId: z.string(),
      state: ExerciseState,
      /** Asked speed, times real time: a maximum. */
      speed: z.number(),
      /** Speed reached over the last seconds; 0 while time stands. */
      achievedSpeed: z.number(),
      /** Whether time runs no faster than life while a critical alert is not acknowledged. */
      dropsAtCritical: z.boolean(),
      /** It does so now, below the asked speed. */
      heldBack: z.boolean(),
      /** Where it is jumping to, all between being played; absent while nobody jumps. */
      jumpTo: InstantOut.optional(),
      from: InstantOut,
      to: InstantOut,
    })
    .nullable(),
});
export type RoomClock = z.infer<typeof RoomClock>;
