import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { RoomModule } from '../room/room.module.js';
import { AirspaceDoor } from './airspace-door.js';
import { CustomsDoor } from './customs-door.js';
import { DoorServices } from './feed-door.js';
import { FeedHealthService } from './feed-health.service.js';
import { FeedsController } from './feeds.controller.js';
import { LaneBacklog } from './lane-backlog.js';
import { MovementsDoor } from './movements-door.js';
import { OsmandController } from './osmand.controller.js';
import { PositionDoor } from './position-door.js';
import { RegisteredUnits } from './registered-units.js';
import { RejectsRepository } from './rejects.repository.js';
import { ReportIdentities } from './report-identities.js';
import { SecurityDoor } from './security-door.js';

/** The door: what comes in, what is refused, and how each feed does. */
@Module({
  imports: [AccessModule, RoomModule],
  controllers: [FeedsController, OsmandController],
  providers: [
    DoorServices,
    PositionDoor,
    SecurityDoor,
    MovementsDoor,
    AirspaceDoor,
    CustomsDoor,
    LaneBacklog,
    FeedHealthService,
    RegisteredUnits,
    RejectsRepository,
    ReportIdentities,
  ],
  exports: [
    PositionDoor,
    SecurityDoor,
    MovementsDoor,
    AirspaceDoor,
    CustomsDoor,
    LaneBacklog,
    FeedHealthService,
    RegisteredUnits,
    RejectsRepository,
    ReportIdentities,
  ],
})
export class FeedsModule {}
