import { MAX_BODY_BYTES } from '@rearguard/shared';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Observable } from 'rxjs';
import { AT_MOST, TAKES, TAKES_JSON } from './body-kinds.js';
import { Problem } from './problem.js';

const FORM = 'application/x-www-form-urlencoded';
const everything = () => true;
/** Text of JSON is UTF-8 (RFC 8259), of which ASCII is a part. */
const CHARACTER_SETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

interface Readers {
  json: RequestHandler;
  form: RequestHandler;
  bytes: RequestHandler;
}

/** By the most bytes that they read. */
const READERS = new Map<number, Readers>();

function readersUpTo(limit: number): Readers {
  let readers = READERS.get(limit);
  if (readers === undefined) {
    readers = {
      // Any text of JSON is read: what a body must be is for its handler to say.
      json: express.json({ limit, type: everything, strict: false }),
      form: express.urlencoded({ limit, type: everything, extended: false }),
      bytes: express.raw({ limit, type: everything }),
    };
    READERS.set(limit, readers);
  }
  return readers;
}

/**
 * Reads bodies after the guards have run, so that 401, 403 and 404 come before 400, 413 and 415, and so that nobody
 * who may not write makes us parse five megabytes.
 */
export class ReadBody implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (hasBody(request)) {
      const marks = [context.getHandler(), context.getClass()];
      const takes = this.reflector.getAllAndOverride<readonly string[] | undefined>(TAKES, marks) ?? TAKES_JSON;
      const limit = this.reflector.getAllAndOverride<number | undefined>(AT_MOST, marks) ?? MAX_BODY_BYTES;
      const response = http.getResponse<Response>();
      if (takes.length > 0) await run(readerFor(request, takes, readersUpTo(limit)), limit, request, response);
    }
    return next.handle();
  }
}

/** Read as UTF-8, text of UTF-16 or UTF-32 begins with a broken mark, or has a zero among its first two characters. */
function isWide(text: unknown): boolean {
  return typeof text === 'string' && (text.startsWith('\uFFFD\uFFFD') || text.slice(0, 2).includes('\0'));
}

function hasBody(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function readerFor(request: Request, takes: readonly string[], readers: Readers): RequestHandler {
  const header = request.headers['content-type'] ?? '';
  const given = header.split(';', 1)[0]!.trim().toLowerCase();
  const isJson = given === 'application/json' || /^application\/[\w.-]+\+json$/.test(given);
  if (isJson && takes.includes('application/json')) {
    const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(header)?.[1]?.toLowerCase();
    if (charset !== undefined && !CHARACTER_SETS.has(charset)) throw notReadHere();
    return readers.json;
  }
  if (takes.includes(given)) return given === FORM ? readers.form : readers.bytes;
  throw new Problem(415, {
    code: 'wrong-content-type',
    message: given === '' ? 'The request does not say what its body is.' : `A body of type ${given} is not read here.`,
    hint: `Send Content-Type: ${takes.join(' or ')}.`,
  });
}

async function run(reader: RequestHandler, limit: number, request: Request, response: Response): Promise<void> {
  await new Promise<void>((done, fail) => {
    void reader(request, response, (cause?: unknown) => (cause === undefined ? done() : fail(asError(cause))));
  }).catch((cause: unknown) => {
    throw asProblem(cause, limit);
  });
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function notReadHere(): Problem {
  return new Problem(415, {
    code: 'wrong-content-encoding',
    message: 'The body is in a character set or compression that is not read here.',
    hint: 'Send UTF-8, plain or with gzip, deflate or br.',
  });
}

/** What the body parser found, as a refusal. Its own messages quote the body, so none of them goes out. */
function asProblem(cause: unknown, limit: number): unknown {
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new Problem(413, {
        code: 'body-too-large',
        message: `This request may have at most ${limit / 1_000} kB.`,
        hint: 'Send it in several requests.',
      });
    case 'entity.parse.failed':
      if (isWide((cause as { body?: unknown }).body)) return notReadHere();
      return new Problem(400, { code: 'broken-json', message: 'The body is not JSON.', path: '' });
    case 'request.aborted':
    case 'request.size.invalid':
    case 'parameters.too.many':
      return new Problem(400, {
        code: 'broken-body',
        message: 'The body is not complete or cannot be read.',
        path: '',
      });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return notReadHere();
    default:
      // Broken compression arrives as a bare error of zlib with status 400.
      return cause instanceof Error && 'status' in cause && cause.status === 400
        ? new Problem(400, { code: 'broken-body', message: 'The body is not complete or cannot be read.', path: '' })
        : cause;
  }
}
