import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { looksLikeId, noSuch } from '../known-id.js';
import { UserList } from './user-list.js';

/** Says that there is nobody of this id before anybody looks at the body. */
@Injectable()
export class UserExists implements CanActivate {
  constructor(private readonly list: UserList) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const id = context.switchToHttp().getRequest<Request>().params['id'];
    if (!looksLikeId(id) || (await this.list.user(id)) === null) throw noSuch('person');
    return true;
  }
}
