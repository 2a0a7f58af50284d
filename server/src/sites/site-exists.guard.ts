import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { SITE_PLANS } from '../theatre/index.js';

/** Before the body or the query is read: is there a site of the `id` in the path? */
@Injectable()
export class SiteExists implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (SITE_PLANS.some((site) => site.id === id)) return true;
    throw new Problem(404, { code: 'not-found', message: `there is no site ${id}` });
  }
}
