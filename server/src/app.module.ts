import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AlarmQualityModule } from './alarm-quality/alarm-quality.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AwayModule } from './away/away.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { CommsModule } from './comms/comms.module.js';
import type { Config } from './config/config.js';
import { DossiersModule } from './dossiers/dossiers.module.js';
import { ExercisesModule } from './exercises/exercises.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { HealthModule } from './health/health.module.js';
import { MovementsModule } from './movements/movements.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { PictureModule } from './picture/picture.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { DeadlinesModule } from './platform/deadlines/deadlines.module.js';
import { sessionNames } from './platform/leases/lease-table.js';
import { HttpModule } from './platform/http/http.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { RosterModule } from './roster/roster.module.js';
import { RoomModule } from './room/room.module.js';
import { SecurityModule } from './security/security.module.js';
import { ShiftsModule } from './shifts/shifts.module.js';
import { SitesModule } from './sites/sites.module.js';
import { WatchLogModule } from './watch-log/watch-log.module.js';

/** The whole server, or the part of it that its role asks for. A report comes in at feeds, is taken in by movements, and is shown by picture. */
@Module({})
export class AppModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    const process = randomUUID();
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, databaseUrl, process),
        DatabaseModule.at(databaseUrl, sessionNames.room(process)),
        ChangesModule,
        DeadlinesModule,
        RoomModule,
        AccessModule,
        FeedsModule,
        SitesModule,
        MovementsModule,
        NoticesModule,
        AlertsModule,
        AlarmQualityModule,
        CommsModule,
        SecurityModule,
        DossiersModule,
        WatchLogModule,
        RosterModule,
        AwayModule,
        ShiftsModule,
        ...(config.role === 'worker' ? [] : [PictureModule]),
        ExercisesModule,
        HealthModule.for(config.role),
        // Last: it answers whatever no other module does.
        HttpModule,
      ],
    };
  }
}
