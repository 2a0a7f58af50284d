import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { RoomTimeModule } from '../picture/room-time.module.js';
import { LogController } from './log.controller.js';
import { LogIncidents } from './log-incidents.js';
import { WatchLog } from './watch-log.js';

/** The room's own diary. */
@Module({
  imports: [AccessModule, ChangesModule, RoomTimeModule],
  controllers: [LogController],
  providers: [LogIncidents, WatchLog],
  exports: [LogIncidents, WatchLog],
})
export class WatchLogModule {}
