import type { NextFunction, Request, Response } from 'express';

const OPEN = /^\/(health\/|metrics$)/;

/** A worker serves nobody but who watches over it. */
export function onlyForOperators(request: Request, response: Response, next: NextFunction): void {
  if (OPEN.test(request.path)) return next();
  const message =
    'this is a worker process: it answers /health/live, /health/ready and /metrics; all else is at an api process';
  response.status(404).json({ code: 'not-here', message });
}
