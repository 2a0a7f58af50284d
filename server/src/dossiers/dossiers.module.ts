import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { FeedsModule } from '../feeds/feeds.module.js';
import { ClearDossiers } from './clear-dossiers.js';
import { ConsequencesController } from './consequences.controller.js';
import { DossierBook } from './dossier-book.js';
import { DossierDesk } from './dossier-desk.js';
import { DossierWorker } from './dossier-worker.js';
import { DOSSIER_CONTROLLERS } from './dossiers.controller.js';
import { DossiersRepository } from './dossiers.repository.js';
import { HitRestrictions } from './hit-restrictions.js';

/** What is asked of outside authorities: flight clearance and customs, with the restrictions that fall on them. */
@Module({
  imports: [AccessModule, AlertsModule, ChangesModule, FeedsModule],
  controllers: [...DOSSIER_CONTROLLERS, ConsequencesController],
  providers: [ClearDossiers, DossierBook, DossierDesk, DossierWorker, DossiersRepository, HitRestrictions],
  exports: [ClearDossiers],
})
export class DossiersModule {}
