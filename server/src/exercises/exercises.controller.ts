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
import type { ExerciseCommand } from './domain/commands.js';
import { ExerciseRefusal } from './domain/exercise.js';
import { ExerciseDriver } from './exercise-driver.js';
import { ExerciseIsOn } from './exercise-is-on.guard.js';
import { ExerciseLine } from './exercise-line.js';

type Speed = z.infer<typeof ExerciseSpeed>;
type Jump = z.infer<typeof ExerciseJump>;

/** The exercise as those see and lead it who may. Every act is on record. */
@Controller('api/exercise')
@UseGuards(ExerciseIsOn)
export class ExercisesController {
  constructor(
    private readonly driver: ExerciseDriver,
    private readonly line: ExerciseLine,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Allow('picture.read')
  @Describe({ summary: 'The clock of the exercise: its state, speed and span', reply: RoomClock })
  status(): RoomClock {
    return this.driver.status();
  }

  @Post('start')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Let time run; after the end, play again from the beginning', reply: RoomClock })
  start(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, { verb: 'start' });
  }

  @Post('stop')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'End the run where it stands', reply: RoomClock })
  stop(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, { verb: 'stop' });
  }

  @Post('pause')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Hold the clock', reply: RoomClock })
  pause(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, { verb: 'pause' });
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({ summary: 'Let the clock run on', reply: RoomClock })
  resume(@WhoAsks() who: Identity, @Req() request: Request): Promise<RoomClock> {
    return this.#act(who, request, { verb: 'resume' });
  }

  @Post('speed')
  @HttpCode(200)
  @Allow('exercise.control')
  @Describe({
    summary: 'How many times faster than life, at most; and whether a critical alert holds it back',
    body: ExerciseSpeed,
    reply: RoomClock,
  })
  speed(
    @Body(zodBody(ExerciseSpeed)) asked: Speed,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<RoomClock> {
    return this.#act(who, request, { verb: 'speed', ...asked }, asked);
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
    return this.#act(who, request, { verb: 'jump', to: Date.parse(to) }, { to });
  }

  async #act(
    who: Identity,
    request: Request,
    command: ExerciseCommand,
    detail: Record<string, unknown> = {},
  ): Promise<RoomClock> {
    const runId = this.driver.status().exercise!.runId;
    const clock = await this.line.ask(command).catch(refuse);
    const from = request.ip ?? null;
    await this.audit.record({ who: actorOf(who), action: `exercise.${command.verb}`, subject: runId, detail, from });
    return clock;
  }
}

function refuse(cause: unknown): never {
  if (!(cause instanceof ExerciseRefusal)) throw cause;
  throw new Problem(cause.code === 'over' ? 409 : 422, { code: cause.code, message: cause.message });
}
