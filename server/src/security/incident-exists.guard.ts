import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';
import { IncidentsRepository } from './incidents.repository.js';

/** Before the query is read: is there an incident of the `id` in the path? */
@Injectable()
export class IncidentExists implements CanActivate {
  constructor(private readonly incidents: IncidentsRepository) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (await this.incidents.find(id)) return true;
    throw new Problem(404, { code: 'not-found', message: `there is no incident ${id}` });
  }
}
