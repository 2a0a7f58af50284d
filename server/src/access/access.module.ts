import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessNews } from './access-events.js';
import { AccessHousekeeping } from './access-housekeeping.js';
import { AccountController } from './account/account.controller.js';
import { AccountService } from './account/account.service.js';
import { AccessTokens } from './access-tokens.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditChain } from './audit/audit-chain.js';
import { AuditLog } from './audit-log.js';
import { AuthGuard } from './auth.guard.js';
import { Credentials } from './credentials.js';
import { ACCESS_ENTITIES } from './entities.js';
import { EndedSessions } from './ended-sessions.js';
import { Handshakes } from './handshakes.js';
import { LiveAccess } from './live-access.js';
import { RateLimits } from './rate-limits.js';
import { RefusedLog } from './refused-log.js';
import { PageSettings } from './page-settings.js';
import { PasswordSignIn } from './password-sign-in.js';
import { Passwords } from './passwords.js';
import { PeopleOut } from './people-out.interceptor.js';
import { Provider } from './provider/provider.js';
import { ProviderController } from './provider/provider.controller.js';
import { ProviderUsers } from './provider/provider-users.js';
import { Sessions } from './sessions.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsInForceController } from './sessions-in-force.controller.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignInController } from './sign-in.controller.js';
import { SignInLinks } from './sign-in-links.js';
import { TokensController } from './tokens/tokens.controller.js';
import { UserList } from './users/user-list.js';
import { Users } from './users/users.js';
import { UsersController } from './users/users.controller.js';

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
  controllers: [
    ProviderController, // before the one that takes every other word for the code of a link
    SignInController,
    SessionsController,
    SessionsInForceController,
    AccountController,
    UsersController,
    TokensController,
    AuditController,
  ],
  providers: [
    ...SERVICES,
    AccessHousekeeping,
    AccountService,
    AuditChain,
    EndedSessions,
    PageSettings,
    Passwords,
    PasswordSignIn,
    Provider,
    ProviderUsers,
    RefusedLog,
    SignInAttempts,
    UserList,
    Users,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_INTERCEPTOR, useClass: PeopleOut },
  ],
  exports: SERVICES,
})
export class AccessModule {}
