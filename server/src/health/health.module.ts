import { type DynamicModule, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccessModule } from '../access/access.module.js';
import type { ProcessRole } from '../config/config.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { NoticesModule } from '../notices/notices.module.js';
import { PictureModule } from '../picture/picture.module.js';
import { ClosedDoor } from './closed-door.interceptor.js';
import { DeadManSignal } from './dead-man-signal.js';
import { DiskWatch } from './disk-watch.js';
import { DoorMeter } from './door-meter.js';
import { FreeSpace } from './free-space.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { Vitals } from './vitals.js';

/**
 * How the room does: for those who ask, for those who must be told, and for the door when the disk is full. A worker has no
 * picture to tell of.
 */
@Module({})
export class HealthModule implements NestModule {
  constructor(private readonly door: DoorMeter) {}

  static for(role: ProcessRole): DynamicModule {
    return {
      module: HealthModule,
      imports: [AccessModule, FeedsModule, NoticesModule, ...(role === 'worker' ? [] : [PictureModule])],
      controllers: [HealthController],
      providers: [
        DeadManSignal,
        DiskWatch,
        DoorMeter,
        FreeSpace,
        Metrics,
        Vitals,
        { provide: APP_INTERCEPTOR, useClass: ClosedDoor },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    // As a function: of a class Nest would make another one, which nobody reads.
    consumer.apply(this.door.measure).forRoutes('api/feeds/:feed/reports', 'ingest/*path');
  }
}
