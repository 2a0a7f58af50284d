import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { PictureModule } from '../picture/picture.module.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';

@Module({ imports: [AccessModule, FeedsModule, PictureModule], controllers: [HealthController], providers: [Metrics] })
export class HealthModule {}
