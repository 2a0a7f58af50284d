import { z } from 'zod';
import { FEEDS } from '../model/feed.js';
import { InstantOut } from '../model/instant.js';
import { Role } from '../model/role.js';

/** Fewest characters of a password. */
export const MIN_PASSWORD = 12;
/** Most: longer ones are refused, never cut. */
export const MAX_PASSWORD = 128;

/** A name that people read and sign in with. */
export const PersonName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'must have at most 80 characters')
  .regex(/^\P{C}+$/u, 'must not hold control characters');

/** How somebody came in: by a one-time link, by password, or through the organisation's own sign-in. */
export const SignInMeans = z.enum(['link', 'password', 'provider']);
export type SignInMeans = z.infer<typeof SignInMeans>;

/** `POST /api/sessions`: the code of a sign-in link, or name and password, with a one-time code where one is set up. */
export const SignIn = z.union(
  [
    z.object({ code: z.string().min(1).max(200) }),
    z.object({
      name: z.string().min(1).max(200),
      password: z
        .string()
        .min(1)
        .max(MAX_PASSWORD * 4),
      /** Six digits, or a recovery code. */
      totp: z.string().max(40).optional(),
    }),
  ],
  { error: 'must hold a code, or a name and a password' },
);
export type SignIn = z.infer<typeof SignIn>;

/** `GET /sign-in/methods`: what a page may offer before anybody is known. */
export const SignInMethods = z.object({
  /** Words on the button of the organisation's own sign-in; null: there is none. */
  provider: z.string().nullable(),
});
export type SignInMethods = z.infer<typeof SignInMethods>;

/** Somebody who may come in. */
export const User = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  role: Role,
  /** Where escalations that call this person go by e-mail; null: nowhere. */
  email: z.string().nullable(),
  /** `account`: signs in by password; `provider`: through the organisation; `link`: came by a one-time link alone. */
  kind: z.enum(['account', 'provider', 'link']),
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  disabledAt: InstantOut.nullable(),
  createdAt: InstantOut,
  /** Sessions that stand now. */
  sessions: z.int(),
  lastSeenAt: InstantOut.nullable(),
});
export type User = z.infer<typeof User>;

/** A link that lets a user in once, to set a password. Shown this once. */
export const UserLink = z.object({ url: z.string(), expiresAt: InstantOut });
export type UserLink = z.infer<typeof UserLink>;
export const UserWithLink = z.object({ user: User, link: UserLink });
export type UserWithLink = z.infer<typeof UserWithLink>;

export const NewUser = z.object({ name: PersonName, role: Role });
export const AmendedUser = z.object({ version: z.int(), role: Role });
export const OfVersion = z.object({ version: z.int() });

/** A browser in which somebody is signed in. */
export const SessionItem = z.object({
  id: z.string(),
  version: z.literal(1),
  person: z.object({ id: z.string(), name: z.string(), role: Role }),
  means: SignInMeans,
  /** Network address of the sign-in, and what the browser calls itself. */
  from: z.string().nullable(),
  browser: z.string().nullable(),
  createdAt: InstantOut,
  lastSeenAt: InstantOut,
  expiresAt: InstantOut,
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionItem = z.infer<typeof SessionItem>;

/** What a program shows: to send to one feed, or to read. */
export const TokenItem = z.object({
  id: z.string(),
  version: z.literal(1),
  kind: z.enum(['feed', 'read']),
  feed: z.enum(FEEDS).nullable(),
  name: z.string(),
  createdAt: InstantOut,
  lastUsedAt: InstantOut.nullable(),
  /** Set once it was rotated: its successor is out, and it ends then. */
  expiresAt: InstantOut.nullable(),
});
export type TokenItem = z.infer<typeof TokenItem>;
/** The secret is shown this once. */
export const FreshTokenReply = z.object({ token: TokenItem, secret: z.string() });
export type FreshTokenReply = z.infer<typeof FreshTokenReply>;

const tokenName = z.string().trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters');
export const NewToken = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('feed'), feed: z.enum(FEEDS), name: tokenName }),
  z.object({ kind: z.literal('read'), name: tokenName }),
]);
/** Hours that the old secret of a rotated token goes on, so that its source can be changed without a gap. */
export const RotatedToken = z.object({ overlapHours: z.number().min(0).max(168).default(24) });

/** `GET /api/account`. */
export const Account = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  kind: User.shape.kind,
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  recoveryCodesLeft: z.int(),
});
export type Account = z.infer<typeof Account>;

const secretWord = z.string().max(MAX_PASSWORD * 4);
/** The current one is needed where there is one. */
export const NewPassword = z.object({ current: secretWord.optional(), password: secretWord });
export const WithPassword = z.object({ password: secretWord });
export const TotpBegun = z.object({ secret: z.string(), uri: z.string() });
export type TotpBegun = z.infer<typeof TotpBegun>;
export const TotpCode = z.object({ code: z.string().max(40) });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** One line of the audit record. */
export const AuditItem = z.object({
  id: z.string(),
  version: z.literal(1),
  at: InstantOut,
  who: z.object({ kind: z.enum(['person', 'token', 'system']), id: z.string().nullable(), name: z.string() }),
  /** `noun.verb`. */
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  from: z.string().nullable(),
  /** Its place in the chain. */
  number: z.int(),
});
export type AuditItem = z.infer<typeof AuditItem>;

/** `GET /api/audit/verification`: does each entry's hash still cover it and the one before? */
export const AuditVerification = z.object({
  intact: z.boolean(),
  entries: z.int(),
  /** Number and hash of the last entry. Noted elsewhere, it shows later that nothing before it was rewritten or cut off. */
  head: z.object({ number: z.int(), hash: z.string() }).nullable(),
  broken: z
    .object({
      number: z.int(),
      entryId: z.string().nullable(),
      fault: z.enum(['altered', 'entry-missing', 'link-missing', 'not-in-chain', 'not-as-noted']),
    })
    .nullable(),
});
export type AuditVerification = z.infer<typeof AuditVerification>;
