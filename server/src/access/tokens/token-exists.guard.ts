import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AccessTokens } from '../access-tokens.js';
import { looksLikeId, noSuch } from '../known-id.js';

/** Says that there is no valid token of this id before anybody looks at the body. */
@Injectable()
export class TokenExists implements CanActivate {
  constructor(private readonly tokens: AccessTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const id = context.switchToHttp().getRequest<Request>().params['id'];
    if (!looksLikeId(id) || (await this.tokens.one(id)) === null) throw noSuch('token');
    return true;
  }
}
