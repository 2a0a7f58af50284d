import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessNews } from './access-events.js';
import { AccessHousekeeping } from './access-housekeeping.js';
import { AccessTokens } from './access-tokens.js';
import { AuditController } from './audit.controller.js';
import { AuditLog } from './audit-log.js';
import { AuthGuard } from './auth.guard.js';
import { Credentials } from './credentials.js';
import { ACCESS_ENTITIES } from './entities.js';
import { Handshakes } from './handshakes.js';
import { LiveAccess } from './live-access.js';
import { RateLimits } from './rate-limits.js';
import { PageSettings } from './page-settings.js';
import { Sessions } from './sessions.js';
import { SessionsController } from './sessions.controller.js';
import { SignInController } from './sign-in.controller.js';
import { SignInLinks } from './sign-in-links.js';

const SERVICES = [
  SystemClock, // sessions, links and limits run on the machine's own time, whatever the room's clock says
  AccessNews,
  AccessTokens,
  AuditLog,
  Credentials,
  Handshakes,
  LiveAccess,
  RateLimits,
  Sessions,
  SignInLinks,
];

/** Who may do what. Its guard stands before every HTTP handler of the application. */
@Module({
  imports: [TypeOrmModule.forFeature(ACCESS_ENTITIES)],
  controllers: [SignInController, SessionsController, AuditController],
  providers: [...SERVICES, AccessHousekeeping, PageSettings, { provide: APP_GUARD, useClass: AuthGuard }],
  exports: SERVICES,
})
export class AccessModule {}
