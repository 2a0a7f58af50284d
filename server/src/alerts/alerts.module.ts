import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { NoticesModule } from '../notices/notices.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { AlertActsController } from './alert-acts.controller.js';
import { AlertBook } from './alert-book.js';
import { AlertExists } from './alert-exists.guard.js';
import { AlertTimes } from './alert-times.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { EarlierShift } from './earlier-shift.js';
import { IncidentAlerts } from './incident-alerts.js';
import { AlertsService } from './alerts.service.js';
import { AssignableController } from './assignable.controller.js';
import { PostAlerts } from './post-alerts.js';
import { PastChanges } from './rules/past-changes.js';
import { RuleExists } from './rules/rule-exists.guard.js';
import { RuleJudge } from './rules/rule-judge.js';
import { RuleSettings } from './rules/rule-settings.js';
import { RuleWatch } from './rules/rule-watch.js';
import { RuleWorldRepository } from './rules/rule-world.repository.js';
import { RulesController } from './rules/rules.controller.js';
import { RulesService } from './rules/rules.service.js';

/** Calls to act: their life, their history, and what people do to them. */
@Module({
  imports: [AccessModule, ChangesModule, FeedsModule, NoticesModule, RosterModule],
  controllers: [AlertsController, AlertActsController, RulesController, AssignableController],
  providers: [
    AlertBook,
    AlertExists,
    AlertTimes,
    AlertsRepository,
    AlertsService,
    EarlierShift,
    IncidentAlerts,
    PastChanges,
    RuleExists,
    RuleJudge,
    RuleSettings,
    RuleWatch,
    RuleWorldRepository,
    RulesService,
    PostAlerts,
  ],
  exports: [AlertsRepository, EarlierShift, IncidentAlerts, RuleSettings, RuleWatch, AlertBook, PostAlerts],
})
export class AlertsModule {}
