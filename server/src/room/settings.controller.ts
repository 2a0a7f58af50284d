import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { RoomSettings, RoomSettingsAmendment } from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { RoomSettingsService } from './room-settings.js';

/** What an administrator decides for the whole room. */
@Controller('api/settings')
export class SettingsController {
  constructor(private readonly settings: RoomSettingsService) {}

  @Get()
  @Allow('picture.read')
  @Describe({ summary: 'The settings of the room', reply: RoomSettings })
  read(): Promise<RoomSettings> {
    return this.settings.read();
  }

  @Patch()
  @Allow('settings.change')
  @Describe({
    summary: 'Change settings of the room, such as whether reports of unregistered units are refused',
    body: RoomSettingsAmendment,
    reply: RoomSettings,
  })
  async change(
    @Body(zodBody(RoomSettingsAmendment)) amendment: z.infer<typeof RoomSettingsAmendment>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<RoomSettings> {
    const changed = await this.settings.change(amendment, { who: actorOf(asker), from: request.ip ?? null });
    if (changed) return changed;
    throw new Problem(409, {
      code: 'version-conflict',
      message: 'somebody else has changed the settings meanwhile',
      path: '/version',
      current: await this.settings.read(),
    });
  }
}
