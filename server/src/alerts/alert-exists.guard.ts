import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { AlertsRepository } from './alerts.repository.js';

/** Before the body or the query is read: is there an alert of the `id` in the path? */
@Injectable()
export class AlertExists implements CanActivate {
  constructor(private readonly alerts: AlertsRepository) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (await this.alerts.find(id)) return true;
    throw new Problem(404, { code: 'not-found', message: `there is no alert ${id}` });
  }
}
