import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { RuleId } from '@rearguard/shared';
import type { Request } from 'express';
import { Problem } from '../../platform/http/problem.js';

/** Before the body is read: is there a rule of the `id` in the path? */
@Injectable()
export class RuleExists implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (RuleId.safeParse(id).success) return true;
    throw new Problem(404, { code: 'not-found', message: `there is no alert rule ${id}` });
  }
}
