import { resolve } from 'node:path';
import { z } from 'zod';
import { withPasswordFiles } from './password-files.js';
import { type OidcConfig, OidcEnv, oidcFaults, oidcOf } from './oidc.js';
import { type SmtpConfig, SmtpEnv, smtpFaults, smtpOf } from './smtp.js';

/** A whole number; blank text, which JavaScript reads as 0, is none. */
const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, error).transform(Number).pipe(z.number().min(min, error).max(max, error));
};

const flag = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1');

const timeZone = z.string().refine(
  (zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  },
  { error: 'is not a time zone of the IANA list, such as Africa/Bamako' },
);

const Env = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  TRUST_PROXY: flag.default(false),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('.rearguard'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }).optional(),
  ROLE: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  EXERCISE: z.enum(['mali-2023', 'none'], 'must be mali-2023 or none').default('mali-2023'),
  RETENTION_DAYS: whole(1, 3_650).default(400),
  MAPBOX_ACCESS_TOKEN: z.string().min(1).optional(),
  MISSION_TIME_ZONE: timeZone.default('Africa/Bamako'),
  DEAD_MAN_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ...OidcEnv,
  ...SmtpEnv,
});

/**
 * What this process does: `api` serves people and feeds, `worker` stores what the feeds brought and keeps the deadlines,
 * `all` is both in one.
 */
export type ProcessRole = z.infer<typeof Env>['ROLE'];

/** Everything that the environment decides, checked once. No other file reads it. */
export interface Config {
  readonly http: {
    readonly port: number;
    readonly host: string;
    /** What people type; differs from host and port behind a proxy. */
    readonly publicUrl: string | null;
    readonly trustProxy: boolean;
    /** Absolute paths of a certificate of the operator's own; null: plain http. */
    readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  };
  /** Absolute path of the folder for everything that must survive. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: queues and wake-ups run on PostgreSQL. */
  readonly redisUrl: string | null;
  readonly role: ProcessRole;
  /** Name of the exercise, or null for a live room. */
  readonly exercise: 'mali-2023' | null;
  readonly retentionDays: number;
  readonly mapboxAccessToken: string | null;
  readonly missionTimeZone: string;
  /** Told every minute that all is well; the one outside host, and only the operator names it. Null: nobody is told. */
  readonly deadManUrl: string | null;
  /** The organisation's own sign-in; null: there is none. */
  readonly oidc: OidcConfig | null;
  /** The mail server that escalations go out by; null: none are sent by e-mail. */
  readonly smtp: SmtpConfig | null;
}

/** Injection token of the one {@link Config}. */
export const CONFIG = Symbol('config');

/**
 * Reads the configuration, all faults reported together.
 * @throws Error whose message lists each variable at fault, a line each.
 */
export function readConfig(source: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const { given, faults: unread } = withPasswordFiles(set);
  const parsed = Env.safeParse(given);
  const faults = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  faults.push(
    ...unread,
    ...halfCertificate(given),
    ...sharedServicesMissing(given),
    ...oidcFaults(given),
    ...smtpFaults(given),
  );
  if (!parsed.success || faults.length > 0) {
    const lines = faults.map((fault) => `  ${fault}`);
    throw new Error(`The environment has settings that cannot be used:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return Object.freeze({
    http: Object.freeze({
      port: env.PORT,
      host: env.HOST,
      publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') ?? null,
      trustProxy: env.TRUST_PROXY,
      tls:
        env.TLS_CERT === undefined || env.TLS_KEY === undefined
          ? null
          : Object.freeze({ certFile: resolve(env.TLS_CERT), keyFile: resolve(env.TLS_KEY) }),
    }),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    role: env.ROLE,
    exercise: env.EXERCISE === 'none' ? null : env.EXERCISE,
    retentionDays: env.RETENTION_DAYS,
    mapboxAccessToken: env.MAPBOX_ACCESS_TOKEN ?? null,
    missionTimeZone: env.MISSION_TIME_ZONE,
    deadManUrl: env.DEAD_MAN_URL ?? null,
    oidc: oidcOf(env),
    smtp: smtpOf(env),
  });
}

function halfCertificate(given: Record<string, string | undefined>): string[] {
  const [missing] = ['TLS_CERT', 'TLS_KEY'].filter((name) => given[name] === undefined);
  const [there] = ['TLS_CERT', 'TLS_KEY'].filter((name) => given[name] !== undefined);
  return missing && there ? [`${missing}: must be set together with ${there}`] : [];
}

/** Processes of one role alone meet in a database and a Redis that all of them are given. */
function sharedServicesMissing(given: Record<string, string | undefined>): string[] {
  if (given['ROLE'] !== 'api' && given['ROLE'] !== 'worker') return [];
  const missing = ['DATABASE_URL', 'REDIS_URL'].filter((name) => given[name] === undefined);
  if (missing.length === 0) return [];
  return [`ROLE: ${given['ROLE']} processes share one database and one Redis; set ${missing.join(' and ')} too`];
}

/** The configuration of this process. */
export function configFromEnvironment(): Config {
  return readConfig(process.env);
}
