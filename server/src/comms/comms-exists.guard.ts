import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { CommsRows } from './comms-rows.js';

/** Before the body or the query is read: are there radio checks of the `id` in the path? */
@Injectable()
export class CommsExists implements CanActivate {
  constructor(private readonly rows: CommsRows) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (await this.rows.find(id)) return true;
    throw new Problem(404, { code: 'not-found', message: `there are no radio checks of ${id}` });
  }
}
