import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { ChangeKind } from '@rearguard/shared';
import type { Request } from 'express';
import { ChangeLog } from '../changes/change-log.js';
import { Problem } from '../platform/http/problem.js';
import { LivePicture } from './live-picture.js';

/** Lists whose subjects have a history, and what their changes are called. */
export const HISTORY_KINDS: ReadonlyMap<string, ChangeKind> = new Map([
  ['units', 'unit'],
  ['convoys', 'convoy'],
  ['sites', 'site'],
]);

/** Before the query is read: is there a unit of the `id` in the path? */
@Injectable()
export class UnitIsShown implements CanActivate {
  constructor(private readonly picture: LivePicture) {}

  canActivate(context: ExecutionContext): boolean {
    const { id } = paramsOf(context);
    if (this.picture.unitNo(id!) === null) throw nothing('unit', id!);
    return true;
  }
}

/** Before the query is read: was there ever a subject of the `kind` and `id` in the path? */
@Injectable()
export class HasHistory implements CanActivate {
  constructor(private readonly log: ChangeLog) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { kind: list, id } = paramsOf(context);
    const kind = HISTORY_KINDS.get(list!);
    if (!kind) throw nothing('list', list!);
    if ((await this.log.history(kind, id!, 0, 1)).length === 0) throw nothing(kind, id!);
    return true;
  }
}

export function nothing(kind: string, id: string): Problem {
  return new Problem(404, { code: 'not-found', message: `there is no ${kind} ${id}` });
}

function paramsOf(context: ExecutionContext): Record<string, string> {
  return context.switchToHttp().getRequest<Request<Record<string, string>>>().params;
}
