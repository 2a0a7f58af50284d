import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RoomClock } from '@rearguard/shared';
import { Bus, type ExerciseAnswer } from '../platform/bus/bus.js';
import { Problem } from '../platform/http/problem.js';
import { ANSWER_WITHIN_MS, carryOut, type ExerciseCommand } from './domain/commands.js';
import { type Exercise, ExerciseRefusal } from './domain/exercise.js';

/** Whoever plays says at once that he has heard; carrying a command out may take longer. */
const HEARD_WITHIN_MS = 5_000;
const CARRIED_OUT_WITHIN_MS = ANSWER_WITHIN_MS + 40_000;
const RETRY_AFTER_S = 5;

/** The line between the process that plays the exercise and those at which people lead it. */
@Injectable()
export class ExerciseLine {
  constructor(private readonly bus: Bus) {}

  /** Answers for an exercise that is played in this process; returns the way to stop. */
  answerFor(exercise: Exercise): () => void {
    return this.bus.subscribe('exercise:asked', ({ id, command }) => {
      this.bus.publish('exercise:heard', { id });
      void answerTo(exercise, command as ExerciseCommand).then((answer) => {
        // Every process knows the new clock before anybody hears that his command was carried out.
        if ('clock' in answer) this.bus.publish('clock:told', { clock: answer.clock });
        this.bus.publish('exercise:answered', { id, ...answer });
      });
    });
  }

  /**
   * Asks whoever plays the exercise, this process perhaps.
   * @throws ExerciseRefusal, or Problem 503 when nobody plays it at this moment
   */
  async ask(command: ExerciseCommand): Promise<RoomClock> {
    const id = randomUUID();
    const heard = this.#answer(id);
    this.bus.publish('exercise:asked', { id, command });
    const answer = await heard;
    if ('clock' in answer) return answer.clock as RoomClock;
    if ('code' in answer) throw new ExerciseRefusal(answer.code as ExerciseRefusal['code'], answer.message);
    throw new Error(answer.fault);
  }

  #answer(id: string): Promise<ExerciseAnswer> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        stop();
        const message = 'no process plays the exercise at this moment; ask again soon';
        reject(new Problem(503, { code: 'nobody-plays', message }, RETRY_AFTER_S));
      };
      let timer = setTimeout(giveUp, HEARD_WITHIN_MS);
      const stops = [
        this.bus.subscribe('exercise:heard', (heard) => {
          if (heard.id !== id) return;
          clearTimeout(timer);
          timer = setTimeout(giveUp, CARRIED_OUT_WITHIN_MS);
        }),
        this.bus.subscribe('exercise:answered', ({ id: to, ...answer }) => {
          if (to !== id) return;
          stop();
          resolve(answer);
        }),
      ];
      const stop = () => {
        clearTimeout(timer);
        for (const one of stops) one();
      };
    });
  }
}

async function answerTo(exercise: Exercise, command: ExerciseCommand): Promise<ExerciseAnswer> {
  try {
    await carryOut(exercise, command);
    return { clock: exercise.roomClock() };
  } catch (cause) {
    if (cause instanceof ExerciseRefusal) return { code: cause.code, message: cause.message };
    return { fault: String(cause) };
  }
}
