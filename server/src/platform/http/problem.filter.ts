import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@rearguard/shared';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ZodError } from 'zod';
import { Problem } from './problem.js';
import { isPassing } from './unavailable.js';
import { unfit } from './zod-pipe.js';

const RETRY_AFTER_S = 1;
const WORDS: Record<number, string> = {
  400: 'not-readable',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  405: 'wrong-method',
  409: 'conflict',
  413: 'body-too-large',
  415: 'wrong-content-type',
  422: 'not-possible',
  429: 'too-many-requests',
  501: 'not-built',
  503: 'not-now',
};

/** The one place where faults become answers: refusals as they are, anything else as a bare 500 that is logged once. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('http');

  catch(cause: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = this.#problemOf(cause, request);
    if (response.headersSent) {
      response.destroy(); // half an answer must not look like a whole one
      return;
    }
    if (problem.retryAfterS !== undefined) response.setHeader('Retry-After', String(Math.ceil(problem.retryAfterS)));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="rearguard"');
    response.status(problem.status).json(problem.body);
  }

  #problemOf(cause: unknown, request: Request): Problem {
    if (cause instanceof Problem) return cause;
    if (cause instanceof ZodError) return unfit(cause);
    if (cause instanceof HttpException && cause.getStatus() < 500) return ofNest(cause, request);
    // Express refuses a path it cannot decode with a 400 of its own.
    if (cause instanceof URIError)
      return new Problem(400, { code: 'broken-path', message: 'The path is not readable.' });
    const id = randomUUID();
    const place = `${request.method} ${pathOf(request)} failed, correlation id ${id}`;
    if (isPassing(cause)) {
      this.#log.warn(`${place}: ${String(cause)}`);
      return new Problem(503, refusal('not-now', 'The database cannot do this at the moment.', id), RETRY_AFTER_S);
    }
    this.#log.error(place, cause instanceof Error ? withCauses(cause) : String(cause));
    return new Problem(500, refusal('internal', 'Something failed on our side; it has been logged.', id));
  }
}

function ofNest(cause: HttpException, request: Request): Problem {
  const status = cause.getStatus();
  const message = status === 404 ? `There is nothing at ${request.method} ${pathOf(request)}.` : cause.message;
  return new Problem(status, { code: WORDS[status] ?? 'refused', message });
}

function refusal(code: string, message: string, id: string): ErrorBody {
  return { code, message, hint: `Correlation id ${id}` };
}

/** Without the query, and without what stands in a path that is itself a secret. */
function pathOf(request: Request): string {
  return request.path.replace(/^(\/sign-in\/|\/ingest\/[^/]+\/).+/, '$1…');
}

function withCauses(fault: Error): string {
  const own = fault.stack ?? fault.message;
  return fault.cause instanceof Error ? `${own}\ncaused by ${withCauses(fault.cause)}` : own;
}
