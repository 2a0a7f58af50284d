import type { AddressInfo } from 'node:net';
import { Body, Controller, Delete, Get, Global, Module, Post, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { ExerciseSpeed } from '@rearguard/shared';
import { z } from 'zod';
import { AccessModule } from '../access/access.module.js';
import { Allow, ForFeed, Open, WhoAsks, WhoSends } from '../access/decorators.js';
import type { FeedSource, Identity } from '../access/identity.js';
import { CONFIG, type Config, readConfig } from '../config/config.js';
import { Bus } from '../platform/bus/bus.js';
import { PostgresBus } from '../platform/bus/postgres-bus.js';
import { SettableClock, SystemClock } from '../platform/clock/clock.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { configureHttp } from '../platform/http/configure-http.js';
import { HttpModule } from '../platform/http/http.module.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { freshDatabase } from './database.js';

type ExerciseSpeed = z.infer<typeof ExerciseSpeed>;
const Note = z.object({ text: z.string() });

/** Stands for the features: one route for each kind of access. */
@Controller()
class Features {
  @Get('api/things')
  @Allow('picture.read')
  read(@WhoAsks() asker: Identity) {
    return { asker };
  }

  @Post('api/things')
  @Allow('alert.log')
  write(@Body(zodBody(Note)) note: z.infer<typeof Note>) {
    return note;
  }

  @Delete('api/exercise')
  @Allow('exercise.control')
  control() {
    return {};
  }

  @Get('api/exercise')
  @Allow('picture.read')
  exercise(@WhoAsks() asker: Identity) {
    return { asker: asker.name, role: asker.role };
  }

  @Post('api/exercise/speed')
  @Allow('exercise.control')
  speed(@Body(zodBody(ExerciseSpeed)) asked: ExerciseSpeed) {
    if (asked.speed > 600) throw new Problem(409, { code: 'no-run', message: 'No run is going on.' });
    return asked;
  }

  @Post('api/feeds/:feed/reports')
  @ForFeed()
  take(@WhoSends() source: FeedSource, @Body(zodBody(Note)) _note: z.infer<typeof Note>) {
    return { source };
  }

  @Post('ingest/osmand/:token')
  @ForFeed('positions')
  osmand(@WhoSends() source: FeedSource) {
    return { source };
  }

  @Get('health/live')
  @Open()
  live() {
    return { ok: true };
  }
}

/** A running room with access alone, on a database of its own; its wall time stands until it is set. */
export interface AccessRoom {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly databaseUrl: string;
  readonly time: SettableClock;
  get<Service>(service: Type<Service>): Service;
  close(): Promise<void>;
}

/** @param beside another process of that room, on the same database, instead of a room of its own */
export async function openAccessRoom(
  environment: Record<string, string> = {},
  beside: AccessRoom | null = null,
): Promise<AccessRoom> {
  const database = beside === null ? await freshDatabase() : { url: beside.databaseUrl, drop: async () => undefined };
  const config = readConfig({ DATABASE_URL: database.url, ...environment });
  const time = new SettableClock(Date.parse('2023-08-13T09:00:00Z'));
  const building = Test.createTestingModule({
    imports: [settled(config, database.url), DatabaseModule.at(database.url), AccessModule, HttpModule],
    controllers: [Features],
  });
  const module = await building.overrideProvider(SystemClock).useValue(time).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  configureHttp(app, config);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    time,
    get: (service) => app.get(service),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

function settled(config: Config, databaseUrl: string) {
  const bus = { provide: Bus, useFactory: () => new PostgresBus(databaseUrl) };
  @Global()
  @Module({
    providers: [{ provide: CONFIG, useValue: config }, MachineDeadlines, bus],
    exports: [CONFIG, MachineDeadlines, Bus],
  })
  class SettledConfig {}
  return SettledConfig;
}
