import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { ClearMovements } from './clear-movements.js';
import { ConvoyTracker } from './convoys/convoy-tracker.js';
import { ConvoysController } from './convoys/convoys.controller.js';
import { ConvoysRepository } from './convoys/convoys.repository.js';
import { ConvoysService } from './convoys/convoys.service.js';
import { PositionWorker } from './position-worker.js';
import { CONFIG, type Config } from '../config/config.js';
import { Bus } from '../platform/bus/bus.js';
import { RelayedPoints } from './positions/relayed-points.js';
import { FreshPoints } from './positions/fresh-points.js';
import { PositionHistory } from './positions/position-history.js';
import { PositionPartitions } from './positions/position-partitions.js';
import { PositionStore } from './positions/position-store.js';
import { UnitRegister } from './register/unit-register.js';
import { UnitsController } from './register/units.controller.js';
import { Retention } from './retention.js';
import { StaleUnits } from './units/stale-units.js';
import { UnitMover } from './units/unit-mover.js';
import { UnitsRepository } from './units/units.repository.js';

/** Units, convoys and their positions. */
@Module({
  imports: [AccessModule, FeedsModule],
  controllers: [ConvoysController, UnitsController],
  providers: [
    ClearMovements,
    ConvoyTracker,
    ConvoysRepository,
    ConvoysService,
    {
      provide: FreshPoints,
      inject: [CONFIG, Bus],
      // A notice of PostgreSQL is too small to carry points.
      useFactory: (config: Config, bus: Bus) =>
        config.redisUrl === null ? new FreshPoints() : new RelayedPoints(bus, config),
    },
    PositionHistory,
    PositionPartitions,
    PositionStore,
    PositionWorker,
    Retention,
    StaleUnits,
    UnitMover,
    UnitRegister,
    UnitsRepository,
  ],
  exports: [ClearMovements, ConvoysService, FreshPoints, PositionStore, UnitRegister],
})
export class MovementsModule {}
