import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { RoomService } from './room.service.js';
import { RoomSettingsService } from './room-settings.js';
import { SettingsController } from './settings.controller.js';
import { SettingsStore } from './settings-store.js';

/** The room itself: what its database is for, and what its administrator decides. */
@Module({
  imports: [AccessModule],
  controllers: [SettingsController],
  providers: [RoomService, RoomSettingsService, SettingsStore],
  exports: [RoomService, RoomSettingsService],
})
export class RoomModule {}
