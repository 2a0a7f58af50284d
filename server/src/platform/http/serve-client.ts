import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';

/** Paths that belong to the server; the client's pages are all others. */
const OURS = /^\/(api|health|metrics|sign-in|ingest|socket\.io)(\/|$)/;
/** The build writes files whose names carry a hash of their content under this folder. */
const HASHED = /[/\\]assets[/\\][^/\\]+$/;

/**
 * Serves the built client: its files, and `index.html` for every page address of it. Call after `configureHttp` and
 * before `app.init()`.
 * @param dir absolute path of the folder that the client was built into
 */
export function serveClient(app: NestExpressApplication, dir: string): void {
  const files = express.static(dir, {
    index: false,
    redirect: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isRead(request) || OURS.test(request.path) || request.path === '/index.html') return next();
    return void files(request, response, next);
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    response.sendFile(join(dir, 'index.html'), { cacheControl: false, etag: false, lastModified: false }, (cause) => {
      if (cause !== undefined && !response.headersSent) next(); // not built: the refusal is an ordinary 404
    });
  });
}

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** An address that a person may type: no file ending, so that a missing file is not answered with a page. */
function isPage(request: Request): boolean {
  if (!isRead(request) || OURS.test(request.path)) return false;
  const isFile = /\.[^/]+$/.test(request.path) && request.path !== '/index.html';
  return !isFile && request.accepts('html') !== false;
}
