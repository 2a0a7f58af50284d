import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { ExerciseDriver } from './exercises/exercise-driver.js';
import { LiveAdapter } from './picture/live.adapter.js';
import { Clock, SystemClock } from './platform/clock/clock.js';
import { migrate } from './platform/database/migrate.js';
import { CLIENT_FOLDER } from './platform/http/client-folder.js';
import { configureHttp } from './platform/http/configure-http.js';
import { onlyForOperators } from './platform/http/only-for-operators.js';
import { checkRedis } from './platform/redis/check-redis.js';
import { serveClient } from './platform/http/serve-client.js';
import { readCertificate } from './platform/http/tls.js';
import { JsonLog } from './platform/logging/json-log.js';
import { RoomService } from './room/room.service.js';
import { SitesService } from './sites/sites.service.js';

/** Puts the server together on a database and opens its door. */
export async function startServer(config: Config, databaseUrl: string): Promise<NestExpressApplication> {
  const certificate = readCertificate(config, new SystemClock().now());
  if (config.redisUrl !== null) await checkRedis(config.redisUrl);
  await migrate(databaseUrl);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config, databaseUrl), {
    bodyParser: false,
    // A fault at start is told by who starts us, in a sentence, not by an exit from within.
    abortOnError: false,
    ...(certificate && { httpsOptions: certificate }),
    logger: new JsonLog(),
  });
  try {
    configureHttp(app, config);
    if (config.role === 'worker') {
      app.use(onlyForOperators);
    } else {
      serveClient(app, CLIENT_FOLDER);
      const live = new LiveAdapter(app, config.redisUrl);
      await live.connect();
      app.useWebSocketAdapter(live);
    }
    await app.get(RoomService).open();
    await app.init();
    // Not before: an exercise sets the room's clock while the application is initialised.
    await app.get(SitesService).enter(app.get(Clock).now());
    await app.get(ExerciseDriver).open();
    await app.listen(config.http.port, config.http.host);
  } catch (cause) {
    await app.close().catch(() => undefined);
    throw cause;
  }
  return app;
}
