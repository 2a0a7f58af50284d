import { Body, Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ExerciseJump, ExerciseSpeed, RoomClock } from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { type Exercise, ExerciseRefusal } from './domain/exercise.js';
import { ExerciseIsOn } from './exercise-is-on.guard.js';
import { ExerciseDriver } from './exercise-driver.js';

/**
 * A jump over months takes minutes: the answer comes after this at the latest, with `jumpTo` while the jump goes on.
 */
const ANSWER_WITHIN_MS = 20_000;

type Speed = z.infer<typeof ExerciseSpeed>;
type Jump = z.infer<typeof ExerciseJump>;

/** The exercise as those see and lead it who may. Every act is on record. */
@Controller('api/exercise')
@UseGuards(ExerciseIsOn)
export class ExercisesController {
  constructor(
    private readonly driver: ExerciseDriver,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Describe({ summary: 'The clock of the exercise: its state, speed and span', reply: RoomClock })
  status(): RoomClock {
    return this.driver.exercise.roomClock();
  }

  @Post('start')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Let time run; after the end, play again from the beginning', reply: RoomClock })
  start(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, 'start', {}, (exercise) => exercise.start());
  }

  @Post('stop')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'End the run where it stands', reply: RoomClock })
  stop(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, 'stop', {}, (exercise) => exercise.stop());
  }

  @Post('pause')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Hold the clock', reply: RoomClock })
  pause(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, 'pause', {}, (exercise) => exercise.pause());
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Let the clock run on', reply: RoomClock })
  resume(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, 'resume', {}, (exercise) => exercise.resume());
  }

  @Post('speed')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'How many times faster than life, at most', body: ExerciseSpeed, reply: RoomClock })
  speed(
    @Body(zodBody(ExerciseSpeed)) { speed }: Speed,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<RoomClock> {
    return this.#act(who, request, 'speed', { speed }, (exercise) => exercise.setSpeed(speed));
  }

  @Post('jump')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({
    summary: 'Go to an instant; backward begins a new run; `jumpTo` is set until it is there',
    body: ExerciseJump,
    reply: RoomClock,
  })
  jump(
    @Body(zodBody(ExerciseJump)) { to }: Jump,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<RoomClock> {
    return this.#act(who, request, 'jump', { to }, (exercise) => atMost(exercise.jump(Date.parse(to))));
  }

  async #act(
    who: Identity,
    request: Request,
    verb: string,
    detail: Record<string, unknown>,
    work: (exercise: Exercise) => Promise<void>,
  ): Promise<RoomClock> {
    const { exercise } = this.driver;
    const { runId } = exercise.run;
    await work(exercise).catch(refuse);
    const from = request.ip ?? null;
    await this.audit.record({ who: actorOf(who), action: `exercise.${verb}`, subject: runId, detail, from });
    return exercise.roomClock();
  }
}

/** Waits for a jump, but not for ever. */
async function atMost(jump: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ANSWER_WITHIN_MS)));
  await Promise.race([jump, enough]).finally(() => clearTimeout(timer));
}

function refuse(cause: unknown): never {
  if (!(cause instanceof ExerciseRefusal)) throw cause;
  throw new Problem(cause.code === 'over' ? 409 : 422, { code: cause.code, message: cause.message });
}
