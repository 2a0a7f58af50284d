import { type CanActivate, Injectable } from '@nestjs/common';
import { ExerciseDriver } from './exercise-driver.js';

/** Before the body is read: is this room one of an exercise? */
@Injectable()
export class ExerciseIsOn implements CanActivate {
  constructor(private readonly driver: ExerciseDriver) {}

  canActivate(): boolean {
    return this.driver.status().exercise !== null;
  }
}
