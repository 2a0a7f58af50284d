import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import {
  AmendedUser,
  NewUser,
  OfVersion,
  page,
  type Page,
  Role,
  toInstantOut,
  User,
  UserEmail,
  type UserLink,
  UserWithLink,
} from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from '../../config/config.js';
import { Describe } from '../../platform/http/openapi.js';
import { fromCursor, PageQuery, pageOf } from '../../platform/http/paging.js';
import { zodBody, zodQuery } from '../../platform/http/zod-pipe.js';
import { actorOf } from '../actor.js';
import { addressOf } from '../auth.guard.js';
import { Allow, WhoAsks } from '../decorators.js';
import { homeUrl } from '../home-url.js';
import type { Identity } from '../identity.js';
import { noSuch } from '../known-id.js';
import type { SignInLink } from '../sign-in-links.js';
import { UserExists } from './user-exists.guard.js';
import { UserList } from './user-list.js';
import { type Doer, Users } from './users.js';

const Place = z.object({ name: z.string(), id: z.uuid() });

/** Who may come in, for administrators. */
@Controller('api/users')
@Allow('user.manage')
export class UsersController {
  constructor(
    private readonly people: Users,
    private readonly list: UserList,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Describe({ summary: 'Who may come in, by name', query: PageQuery, reply: page(User) })
  async all(@Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery): Promise<Page<User>> {
    const users = await this.list.users(fromCursor(cursor, Place), limit + 1);
    return pageOf(users, limit, ({ name, id }) => ({ name, id }));
  }

  @Post()
  @Describe({
    summary: 'Make an account; its link is shown this once and lets the person in to set a password',
    body: NewUser,
    reply: UserWithLink,
  })
  async create(
    @Body(zodBody(NewUser)) { name, role }: { name: string; role: Role },
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<UserWithLink> {
    const { id, link } = await this.people.create(name, role, doerOf(asker, request));
    return { user: await this.#shown(id), link: this.#shownLink(link, request) };
  }

  @Patch(':id')
  @UseGuards(UserExists)
  @Describe({ summary: 'Give somebody another role; their sessions end', body: AmendedUser, reply: User })
  async amend(
    @Param('id') id: string,
    @Body(zodBody(AmendedUser)) { version, role }: z.infer<typeof AmendedUser>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<User> {
    await this.people.changeRole(id, version, role, doerOf(asker, request));
    return this.#shown(id);
  }

  @Put(':id/email')
  @UseGuards(UserExists)
  @Describe({
    summary: 'Say where escalations that call somebody go by e-mail; null: nowhere',
    body: UserEmail,
    reply: User,
  })
  async setEmail(
    @Param('id') id: string,
    @Body(zodBody(UserEmail)) { version, email }: UserEmail,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<User> {
    await this.people.setEmail(id, version, email, doerOf(asker, request));
    return this.#shown(id);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @UseGuards(UserExists)
  @Describe({ summary: 'Shut somebody out, at once and everywhere', body: OfVersion, reply: User })
  async disable(
    @Param('id') id: string,
    @Body(zodBody(OfVersion)) { version }: z.infer<typeof OfVersion>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<User> {
    await this.people.disable(id, version, doerOf(asker, request));
    return this.#shown(id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @UseGuards(UserExists)
  @Describe({ summary: 'Let somebody in again', body: OfVersion, reply: User })
  async enable(
    @Param('id') id: string,
    @Body(zodBody(OfVersion)) { version }: z.infer<typeof OfVersion>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<User> {
    await this.people.enable(id, version, doerOf(asker, request));
    return this.#shown(id);
  }

  @Post(':id/reset')
  @HttpCode(200)
  @UseGuards(UserExists)
  @Describe({
    summary: 'Take password and one-time codes away; the link, shown this once, lets the person begin anew',
    body: OfVersion,
    reply: UserWithLink,
  })
  async reset(
    @Param('id') id: string,
    @Body(zodBody(OfVersion)) { version }: z.infer<typeof OfVersion>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<UserWithLink> {
    const link = await this.people.reset(id, version, doerOf(asker, request));
    return { user: await this.#shown(id), link: this.#shownLink(link, request) };
  }

  async #shown(id: string): Promise<User> {
    const user = await this.list.user(id);
    if (user === null) throw noSuch('person');
    return user;
  }

  #shownLink({ path, expiresAt }: SignInLink, request: Request): UserLink {
    return { url: `${homeUrl(request, this.config)}${path}`, expiresAt: toInstantOut(expiresAt) };
  }
}

function doerOf(asker: Identity, request: Request): Doer {
  return { who: actorOf(asker), from: addressOf(request) };
}
