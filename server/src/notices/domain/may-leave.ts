import { isLoopback } from '@rearguard/shared';

/** Whether news may go to a host: those of an exercise stay on this machine, unless an administrator lets them out. */
export function mayLeave(host: string, exercise: boolean, outsideInExercise: boolean): boolean {
  return !exercise || outsideInExercise || isLoopback(host);
}
