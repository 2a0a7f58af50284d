import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { WatchLogModule } from '../watch-log/watch-log.module.js';
import { AwayController } from './away.controller.js';
import { ChangedBetween } from './changed-between.js';
import { Presence } from './presence.js';

/** What changed while somebody was away, or since a shift began. */
@Module({
  imports: [AccessModule, ChangesModule, WatchLogModule],
  controllers: [AwayController],
  providers: [ChangedBetween, Presence],
  exports: [ChangedBetween],
})
export class AwayModule {}
