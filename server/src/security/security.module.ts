import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { CommsModule } from '../comms/comms.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { WatchLogModule } from '../watch-log/watch-log.module.js';
import { ClearIncidents } from './clear-incidents.js';
import { IncidentBook } from './incident-book.js';
import { IncidentDesk } from './incident-desk.js';
import { IncidentExists } from './incident-exists.guard.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsRepository } from './incidents.repository.js';
import { SecurityWorker } from './security-worker.js';

/** What happens to people, convoys and bases: the feed `security`, the form and the watch log. */
@Module({
  imports: [AccessModule, AlertsModule, ChangesModule, CommsModule, FeedsModule, WatchLogModule],
  controllers: [IncidentsController],
  providers: [ClearIncidents, IncidentBook, IncidentDesk, IncidentExists, IncidentsRepository, SecurityWorker],
  exports: [ClearIncidents],
})
export class SecurityModule {}
