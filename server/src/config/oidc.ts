import { isHttpsOrLoopback, Role } from '@rearguard/shared';
import { z } from 'zod';

/** The organisation's own sign-in, by OpenID Connect. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, by PKCE alone. */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** The claim that says what somebody may be here, and the one that says their name. */
  readonly roleClaim: string;
  readonly nameClaim: string;
  /** Values of the role claim and the roles that they stand for, first come first; null: the values are names of roles. */
  readonly roleMap: readonly (readonly [value: string, role: Role])[] | null;
  /** Words on the button. */
  readonly label: string;
}

const issuer = z.string().refine(isHttpsOrLoopback, { error: 'must be an https address (http on this machine alone)' });

const roleMap = z.string().transform((text, context): [string, Role][] => {
  return text.split(',').flatMap((pair): [string, Role][] => {
    const at = pair.lastIndexOf('=');
    const role = Role.safeParse(pair.slice(at + 1).trim());
    const value = pair.slice(0, at).trim();
    if (at > 0 && value !== '' && role.success) return [[value, role.data]];
    context.addIssue({
      code: 'custom',
      message: `must be pairs such as joc-watch=watch-officer, with commas between; "${pair.trim()}" is none`,
    });
    return [];
  });
});

/** The variables, as part of the whole environment. */
export const OidcEnv = {
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z
    .string()
    .default('openid profile email')
    .refine((scope) => scope.split(' ').includes('openid'), {
      error: 'must contain openid',
    }),
  OIDC_ROLE_CLAIM: z.string().min(1).default('roles'),
  OIDC_NAME_CLAIM: z.string().min(1).default('name'),
  OIDC_ROLE_MAP: roleMap.optional(),
  OIDC_LABEL: z.string().min(1).max(60).optional(),
};
type Env = z.infer<z.ZodObject<typeof OidcEnv>>;

/** What is missing among them. */
export function oidcFaults(given: Record<string, string | undefined>): string[] {
  const set = Object.keys(OidcEnv).filter((name) => given[name] !== undefined);
  if (set.length === 0) return [];
  const missing = ['OIDC_ISSUER', 'OIDC_CLIENT_ID'].filter((name) => given[name] === undefined);
  return missing.map((name) => `${name}: must be set together with ${set.find((other) => other !== name)}`);
}

export function oidcOf(env: Env): OidcConfig | null {
  if (env.OIDC_ISSUER === undefined || env.OIDC_CLIENT_ID === undefined) return null;
  return Object.freeze({
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET ?? null,
    scope: env.OIDC_SCOPE,
    roleClaim: env.OIDC_ROLE_CLAIM,
    nameClaim: env.OIDC_NAME_CLAIM,
    roleMap: env.OIDC_ROLE_MAP ?? null,
    label: env.OIDC_LABEL ?? new URL(env.OIDC_ISSUER).hostname,
  });
}
