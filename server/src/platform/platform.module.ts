import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Bus } from './bus/bus.js';
import { PostgresBus } from './bus/postgres-bus.js';
import { RedisBus } from './bus/redis-bus.js';
import { Clock, SettableClock, SystemClock } from './clock/clock.js';
import { Leases } from './leases/leases.js';
import { LaneQueues } from './queue/lane-queues.js';
import { makeLaneQueues } from './queue/make-lane-queues.js';

/** What every module stands on: settings, clock, bus and queues. Which kind of each is decided here and nowhere else. */
@Global()
@Module({})
export class PlatformModule {
  /** @param process id of this process, which no other ever has */
  static with(config: Config, databaseUrl: string, process: string): DynamicModule {
    const { redisUrl, role } = config;
    const providers = [
      { provide: CONFIG, useValue: config },
      SystemClock,
      // An exercise's clock stands at nothing until the exercise, which is initialised first, sets it.
      { provide: Clock, useFactory: () => (config.exercise === null ? new SystemClock() : new SettableClock(0)) },
      { provide: Bus, useFactory: () => (redisUrl === null ? new PostgresBus(databaseUrl) : new RedisBus(redisUrl)) },
      { provide: Leases, useFactory: () => new Leases(databaseUrl, process) },
      {
        provide: LaneQueues,
        inject: [Leases],
        useFactory: (leases: Leases) => makeLaneQueues(databaseUrl, redisUrl, role === 'api' ? null : leases),
      },
    ];
    return {
      module: PlatformModule,
      providers,
      exports: providers.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
