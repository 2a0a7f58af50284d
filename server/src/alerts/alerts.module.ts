import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { AlertActsController } from './alert-acts.controller.js';
import { AlertBook } from './alert-book.js';
import { AlertExists } from './alert-exists.guard.js';
import { AlertTimes } from './alert-times.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { IncidentAlerts } from './incident-alerts.js';
import { AlertsService } from './alerts.service.js';

/** Calls to act: their life, their history, and what people do to them. */
@Module({
  imports: [AccessModule, ChangesModule],
  controllers: [AlertsController, AlertActsController],
  providers: [AlertBook, AlertExists, AlertTimes, AlertsRepository, AlertsService, IncidentAlerts],
  exports: [IncidentAlerts],
})
export class AlertsModule {}
