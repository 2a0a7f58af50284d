import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { ClearComms } from './clear-comms.js';
import { CommsBook } from './comms-book.js';
import { CommsExists } from './comms-exists.guard.js';
import { CommsReports } from './comms-reports.js';
import { CommsRows } from './comms-rows.js';
import { CommsWatch } from './comms-watch.js';
import { CommsController } from './comms.controller.js';
import { CommsService } from './comms.service.js';

/** Emergency communications: radio checks, the call tree, and the alert when somebody is not heard. */
@Module({
  imports: [AccessModule, AlertsModule, ChangesModule, FeedsModule],
  controllers: [CommsController],
  providers: [ClearComms, CommsBook, CommsExists, CommsReports, CommsRows, CommsService, CommsWatch],
  exports: [ClearComms, CommsReports],
})
export class CommsModule {}
