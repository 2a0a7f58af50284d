import type { Exercise } from './exercise.js';

/** What those who lead an exercise may ask of it. */
export type ExerciseCommand =
  | { verb: 'start' | 'stop' | 'pause' | 'resume' }
  | { verb: 'speed'; speed: number; dropsAtCritical?: boolean | undefined }
  | { verb: 'jump'; to: number };

/** A jump over months takes minutes: the answer comes after this at the latest, and the jump goes on. */
export const ANSWER_WITHIN_MS = 20_000;

/** @throws ExerciseRefusal when it is not to be done now */
export function carryOut(exercise: Exercise, command: ExerciseCommand): Promise<void> {
  switch (command.verb) {
    case 'speed':
      return exercise.setSpeed(command.speed, command.dropsAtCritical);
    case 'jump':
      return atMost(exercise.jump(command.to));
    default:
      return exercise[command.verb]();
  }
}

/** Waits for a jump, but not for ever. */
async function atMost(jump: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ANSWER_WITHIN_MS)));
  await Promise.race([jump, enough]).finally(() => clearTimeout(timer));
}
