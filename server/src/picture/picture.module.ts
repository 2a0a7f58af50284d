import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { MovementsModule } from '../movements/movements.module.js';
import { LivePicture } from './live-picture.js';
import { PastPicture } from './past-picture.js';
import { PictureController } from './picture.controller.js';
import { PictureGateway } from './picture.gateway.js';
import { RoomTimeModule } from './room-time.module.js';
import { Watchers } from './watchers.js';

/** What is shown: the change log and the positions, folded, for reading and live. */
@Module({
  imports: [AccessModule, FeedsModule, MovementsModule, RoomTimeModule],
  controllers: [PictureController],
  providers: [LivePicture, PastPicture, PictureGateway, Watchers],
  exports: [LivePicture, RoomTimeModule, Watchers],
})
export class PictureModule {}
