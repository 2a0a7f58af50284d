import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { may, withoutPeople } from '@rearguard/shared';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';

/** Takes names out of every answer to a role that may not read them, whichever handler it comes from. */
@Injectable()
export class PeopleOut implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = next.handle();
    if (context.getType() !== 'http') return answer;
    const { identity } = context.switchToHttp().getRequest<Request>();
    if (identity === undefined || may(identity.role, 'people.read')) return answer;
    return answer.pipe(map((body: unknown) => withoutPeople(body)));
  }
}
