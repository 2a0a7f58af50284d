import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { ProtectionRows } from './protection-rows.js';
import { ProtectionController } from './protection.controller.js';
import { ProtectionService } from './protection.service.js';
import { SiteExists } from './site-exists.guard.js';
import { SitesService } from './sites.service.js';

/** The bases of the mission: what becomes of them, and how they are guarded. */
@Module({
  imports: [AccessModule, ChangesModule],
  controllers: [ProtectionController],
  providers: [ProtectionRows, ProtectionService, SiteExists, SitesService],
  exports: [ProtectionService, SitesService],
})
export class SitesModule {}
