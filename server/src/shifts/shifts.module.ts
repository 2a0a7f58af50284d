import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { AwayModule } from '../away/away.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { WatchLogModule } from '../watch-log/watch-log.module.js';
import { ClearShifts } from './clear-shifts.js';
import { RoomAtHandover } from './room-at-handover.js';
import { ShiftActsController } from './shift-acts.controller.js';
import { ShiftExists } from './shift-exists.guard.js';
import { ShiftKeeper } from './shift-keeper.js';
import { ShiftTimes } from './shift-times.js';
import { ShiftsController } from './shifts.controller.js';
import { ShiftsService } from './shifts.service.js';

/** Shifts and their handovers: who is responsible, and how that passes from one to the next. */
@Module({
  imports: [AccessModule, AlertsModule, AwayModule, ChangesModule, FeedsModule, RosterModule, WatchLogModule],
  controllers: [ShiftsController, ShiftActsController],
  providers: [ClearShifts, RoomAtHandover, ShiftExists, ShiftKeeper, ShiftsService, ShiftTimes],
  exports: [ClearShifts],
})
export class ShiftsModule {}
