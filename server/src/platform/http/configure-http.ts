import { Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Config } from '../../config/config.js';
import { ProblemFilter } from './problem.filter.js';
import { ReadBody } from './read-body.interceptor.js';
import { securityHeaders } from './security-headers.js';

/** What express takes as "one proxy of ours stands in front"; more would let callers write their own address. */
const ONE_HOP = 1;

/**
 * Everything that every request meets, for `main.ts` and for tests alike. Call once, before `app.init()` or
 * `app.listen()`, on an application that was created with `{ bodyParser: false }`.
 */
export function configureHttp(app: NestExpressApplication, config: Config): void {
  app.disable('x-powered-by');
  app.set('etag', false); // answers are live; a hash of each would be work for nothing
  app.set('trust proxy', config.http.trustProxy ? ONE_HOP : false);
  app.use(securityHeaders(config));
  app.use(neverStored);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalInterceptors(new ReadBody(app.get(Reflector)));
}

/** Live and personal answers stay out of every cache; static files set their own rule later. */
function neverStored(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
