import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { CommsModule } from '../comms/comms.module.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { MovementsModule } from '../movements/movements.module.js';
import { RoomTimeModule } from '../picture/room-time.module.js';
import { SecurityModule } from '../security/security.module.js';
import { ShiftsModule } from '../shifts/shifts.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { Runs, Stage } from './domain/ports.js';
import { ExerciseDriver } from './exercise-driver.js';
import { ExerciseLine } from './exercise-line.js';
import { ExerciseRunEntity } from './exercise-run.entity.js';
import { ExercisesController } from './exercises.controller.js';
import { RoomStage } from './room-stage.js';
import { StoredRuns } from './stored-runs.js';

/** The exercise: a scenario that comes in at the door, and the clock of the room. */
@Module({
  imports: [
    DossiersModule,
    TypeOrmModule.forFeature([ExerciseRunEntity]),
    AccessModule,
    AlertsModule,
    ChangesModule,
    CommsModule,
    FeedsModule,
    MovementsModule,
    RoomTimeModule,
    SecurityModule,
    ShiftsModule,
    SitesModule,
  ],
  controllers: [ExercisesController],
  providers: [
    ExerciseDriver,
    ExerciseLine,
    { provide: Runs, useClass: StoredRuns },
    { provide: Stage, useClass: RoomStage },
  ],
  exports: [ExerciseDriver],
})
export class ExercisesModule {}
