import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { NoticeRows } from './notice-rows.js';

/** Says that there is no notice of this id before anything else is looked at. */
@Injectable()
export class NoticeExists implements CanActivate {
  constructor(private readonly rows: NoticeRows) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const id = String(context.switchToHttp().getRequest<Request>().params['id']);
    if ((await this.rows.find(id)) === null) {
      throw new Problem(404, { code: 'not-found', message: `there is no notice ${id}` });
    }
    return true;
  }
}
