import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Req, UseGuards } from '@nestjs/common';
import {
  FreshTokenReply,
  NewToken,
  page,
  type Page,
  RotatedToken,
  toInstantOut,
  TokenItem,
  type EpochMs,
} from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { Describe } from '../../platform/http/openapi.js';
import { zodBody } from '../../platform/http/zod-pipe.js';
import type { AccessTokenEntity } from '../access-token.entity.js';
import { AccessTokens, type FreshToken } from '../access-tokens.js';
import { actorOf } from '../actor.js';
import { addressOf } from '../auth.guard.js';
import { Allow, WhoAsks } from '../decorators.js';
import type { Identity } from '../identity.js';
import { noSuch } from '../known-id.js';
import { TokenExists } from './token-exists.guard.js';

const HOUR_MS = 3_600_000;

/** Tokens of feeds, walls and monitors, for administrators. */
@Controller('api/tokens')
@Allow('token.manage')
export class TokensController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @Describe({ summary: 'The tokens that are valid, oldest first', reply: page(TokenItem) })
  async all(): Promise<Page<TokenItem>> {
    return { items: (await this.tokens.list()).map(shown), nextCursor: null };
  }

  @Post()
  @Describe({ summary: 'Make a token; the secret is shown this once', body: NewToken, reply: FreshTokenReply })
  async create(
    @Body(zodBody(NewToken)) wish: z.infer<typeof NewToken>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<FreshTokenReply> {
    const [who, from] = [actorOf(asker), addressOf(request)];
    return this.#reply(
      wish.kind === 'feed'
        ? await this.tokens.createForFeed(wish.feed, wish.name, who, from)
        : await this.tokens.createForReading(wish.name, who, from),
    );
  }

  @Post(':id/rotate')
  @UseGuards(TokenExists)
  @Describe({
    summary: 'Give a token a successor, whose secret is shown this once; the old one goes on for a while',
    body: RotatedToken,
    reply: FreshTokenReply,
  })
  async rotate(
    @Param('id') id: string,
    @Body(zodBody(RotatedToken)) { overlapHours }: { overlapHours: number },
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<FreshTokenReply> {
    const overlapMs: EpochMs = overlapHours * HOUR_MS;
    const fresh = await this.tokens.rotate(id, overlapMs, actorOf(asker), addressOf(request));
    if (fresh === null) throw noSuch('token');
    return this.#reply(fresh);
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @UseGuards(TokenExists)
  @Describe({ summary: 'Revoke a token; within a second nobody takes it any more' })
  async revoke(@Param('id') id: string, @WhoAsks() asker: Identity, @Req() request: Request): Promise<void> {
    const token = await this.tokens.one(id);
    if (token === null) throw noSuch('token');
    await this.tokens.revoke(token.kind, id, actorOf(asker), addressOf(request));
  }

  async #reply({ id, secret }: FreshToken): Promise<FreshTokenReply> {
    const token = await this.tokens.one(id);
    if (token === null) throw noSuch('token');
    return { token: shown(token), secret };
  }
}

function shown(token: AccessTokenEntity): TokenItem {
  return {
    id: token.id,
    version: 1,
    kind: token.kind,
    feed: token.feed,
    name: token.name,
    createdAt: toInstantOut(token.createdAt.getTime()),
    lastUsedAt: token.lastUsedAt && toInstantOut(token.lastUsedAt.getTime()),
    expiresAt: token.expiresAt && toInstantOut(token.expiresAt.getTime()),
  };
}
