import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { FOR_FEED } from '../access/decorators.js';
import { Problem } from '../platform/http/problem.js';
import { DiskWatch } from './disk-watch.js';

/** A disk does not get free by itself in seconds. */
const RETRY_AFTER_S = 30;

/** Turns sources away while the disk is full, after they were told whether their token is good. */
@Injectable()
export class ClosedDoor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly disk: DiskWatch,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.disk.full && this.#isDoor(context)) {
      const message = 'the disk of the room is full; nothing is taken in until there is room again';
      throw new Problem(503, { code: 'disk-full', message }, RETRY_AFTER_S);
    }
    return next.handle();
  }

  #isDoor(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride(FOR_FEED, [context.getHandler(), context.getClass()]) !== undefined;
  }
}
