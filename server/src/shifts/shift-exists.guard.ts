import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { ShiftRows } from '../roster/shift-rows.js';

/** Before the body or the query is read: is there a shift of the `id` in the path? */
@Injectable()
export class ShiftExists implements CanActivate {
  constructor(private readonly rows: ShiftRows) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (await this.rows.find(id)) return true;
    throw new Problem(404, { code: 'not-found', message: `there is no shift ${id}` });
  }
}
