import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Bus } from './bus/bus.js';
import { PostgresBus } from './bus/postgres-bus.js';
import { Clock, SettableClock, SystemClock } from './clock/clock.js';
import { BullmqLaneQueues } from './queue/bullmq-lane-queues.js';
import { LaneQueues } from './queue/lane-queues.js';

/** What every module stands on: settings, clock, bus and queues. Which kind of each is decided here and nowhere else. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      SystemClock,
      // An exercise's clock stands at nothing until the exercise, which is initialised first, sets it.
      { provide: Clock, useFactory: () => (config.exercise === null ? new SystemClock() : new SettableClock(0)) },
      { provide: Bus, useFactory: () => new PostgresBus(databaseUrl) },
      { provide: LaneQueues, useFactory: () => new BullmqLaneQueues(databaseUrl) },
    ];
    return {
      module: PlatformModule,
      providers,
      exports: providers.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
