import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ClientBase } from 'pg';

/** Longest time that any one statement of ours may take before PostgreSQL ends it. */
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * A given database may be set to answer before it has written: it would lose what a lane stored and struck off its queue.
 * Any stricter setting is left as it is.
 */
const NEVER_OFF = `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** The one connection pool of the process. */
@Module({})
export class DatabaseModule {
  /** @param sessionName by which other processes know our sessions */
  static at(url: string, sessionName = 'rearguard'): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          synchronize: false,
          applicationName: sessionName,
          poolSize: 16,
          // A database that goes away is told by the next query, not by an attempt loop at start.
          retryAttempts: 0,
          extra: {
            statement_timeout: STATEMENT_TIMEOUT_MS,
            connectionTimeoutMillis: 5_000,
            onConnect: (client: ClientBase) => client.query(NEVER_OFF),
          },
        }),
      ],
    };
  }
}
