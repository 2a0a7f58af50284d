import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import type { ProcessRole } from '../config/config.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { PictureModule } from '../picture/picture.module.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';

/** What an operator asks of a process; a worker has no picture to tell of. */
@Module({})
export class HealthModule {
  static for(role: ProcessRole): DynamicModule {
    return {
      module: HealthModule,
      imports: [AccessModule, FeedsModule, ...(role === 'worker' ? [] : [PictureModule])],
      controllers: [HealthController],
      providers: [Metrics],
    };
  }
}
