import { HttpStatus, RequestMethod, SetMetadata } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ErrorBody } from '@rearguard/shared';
import { z } from 'zod';

/** What a route says of itself beyond its path and method, which are read from the handler. */
export interface RouteDescription {
  summary: string;
  body?: z.ZodType;
  query?: z.ZodObject;
  /** Absent: the answer has no JSON body. */
  reply?: z.ZodType;
}
/** What a caller must show. */
export type Secured = 'nothing' | 'session-or-read-token' | 'feed-token';

const DESCRIBED = 'http:described';
const SECURED = 'http:secured';

/** Describes a handler in `/api/openapi.json`. A handler without it is listed with its path alone. */
export const Describe = (description: RouteDescription) => SetMetadata(DESCRIBED, description);
/** What a handler asks of its caller, for the description only; access control says it here. */
export const DescribeSecurity = (secured: Secured) => SetMetadata(SECURED, secured);

export const ANY_CALLER = 'http:any-caller';
/** Whoever is known may call this, with whatever role. Access control refuses a handler that says nothing of who may. */
export const ForAnyCaller = () => SetMetadata(ANY_CALLER, true);

type Json = Record<string, unknown>;
type Handler = (...given: never[]) => unknown;
export interface ControllerClass {
  type: object;
  handlers: Handler[];
}

const SECURITY: Record<Secured, Json[]> = {
  nothing: [],
  'session-or-read-token': [{ session: [] }, { readToken: [] }],
  'feed-token': [{ feedToken: [] }],
};

/** The OpenAPI 3.1 document of these controllers: routes from their decorators, shapes from the schemas. */
export function openApiOf(controllers: readonly ControllerClass[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { type, handlers } of controllers) {
    for (const handler of handlers) {
      if (methodOf(handler) === 'all') continue; // takes what is left over, and is no route of its own
      for (const path of pathsOf(type, handler)) {
        (paths[path] ??= {})[methodOf(handler)] = operation(path, type, handler);
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Rearguard', version: '1' },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { ErrorBody: schemaOf(ErrorBody, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'rearguard_session' },
        readToken: { type: 'http', scheme: 'bearer', description: 'A read token; for GET alone.' },
        feedToken: { type: 'http', scheme: 'bearer', description: 'A token of one feed.' },
      },
    },
  };
}

function operation(path: string, type: object, handler: Handler): Json {
  const described = Reflect.getMetadata(DESCRIBED, handler) as RouteDescription | undefined;
  const secured = (Reflect.getMetadata(SECURED, handler) ?? Reflect.getMetadata(SECURED, type)) as Secured | undefined;
  const parameters = [...pathParameters(path), ...queryParameters(described?.query)];
  return {
    ...(described && { summary: described.summary }),
    security: SECURITY[secured ?? 'session-or-read-token'],
    ...(parameters.length > 0 && { parameters }),
    ...(described?.body && { requestBody: { required: true, content: json(schemaOf(described.body, 'input')) } }),
    responses: {
      [statusOf(handler)]: {
        description: 'Done',
        ...(described?.reply && { content: json(schemaOf(described.reply, 'output')) }),
      },
      default: { description: 'Refused', content: json({ $ref: '#/components/schemas/ErrorBody' }) },
    },
  };
}

function pathsOf(type: object, handler: Handler): string[] {
  const routes = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
  const bases = [Reflect.getMetadata(PATH_METADATA, type) as string | string[]].flat();
  return bases
    .flatMap((base) => routes.map((route) => `/${base}/${route}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')))
    .filter((path) => !path.includes('*'))
    .map((path) => path.replace(/:(\w+)/g, '{$1}'));
}

function methodOf(handler: Handler): string {
  return RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase();
}

function statusOf(handler: Handler): number {
  const said = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
  return said ?? (methodOf(handler) === 'post' ? HttpStatus.CREATED : HttpStatus.OK);
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return body;
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}
