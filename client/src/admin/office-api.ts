import type {
  Account,
  AuditItem,
  AuditVerification,
  Feed,
  FreshTokenReply,
  Notice,
  NoticeChannels,
  NoticeState,
  Page,
  RecoveryCodes,
  Role,
  Session,
  SessionItem,
  SignInMethods,
  TokenItem,
  TotpBegun,
  User,
  UserWithLink,
  WebhookSet,
} from '@rearguard/shared';
import { all, ask, send } from '../api.js';

/** What the audit record is searched by; empty words do not count. */
export interface AuditSearch {
  who: string;
  action: string;
  subject: string;
  from: string;
  to: string;
}

/** Times are typed without a zone, in a field that says UTC. */
export function auditQuery(search: AuditSearch): URLSearchParams {
  const instant = (typed: string): string => (typed === '' ? '' : new Date(`${typed}Z`).toISOString());
  const given = { ...search, from: instant(search.from), to: instant(search.to) };
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
}

const id = encodeURIComponent;

/** Signing in, one's own account, and administration. Each call throws `Refused` for an answer that is no yes. */
export const office = {
  methods: () => ask<SignInMethods>('/sign-in/methods'),
  signIn: (name: string, password: string, totp: string) =>
    send<Session>('POST', '/api/sessions', { name, password, ...(totp !== '' && { totp }) }),
  signInByCode: (code: string) => send<Session>('POST', '/api/sessions', { code }),

  account: () => ask<Account>('/api/account'),
  setPassword: (current: string, password: string) =>
    send<undefined>('PUT', '/api/account/password', { password, ...(current !== '' && { current }) }),
  beginTotp: (password: string) => send<TotpBegun>('POST', '/api/account/totp', { password }),
  confirmTotp: (code: string) => send<RecoveryCodes>('POST', '/api/account/totp/confirm', { code }),
  removeTotp: (password: string) => send<undefined>('POST', '/api/account/totp/remove', { password }),
  mySessions: async () => (await ask<Page<SessionItem>>('/api/account/sessions')).items,
  endMySession: (session: string) => ask<undefined>(`/api/account/sessions/${id(session)}`, { method: 'DELETE' }),

  users: () => all<User>('/api/users'),
  createUser: (name: string, role: Role) => send<UserWithLink>('POST', '/api/users', { name, role }),
  changeRole: (user: User, role: Role) =>
    send<User>('PATCH', `/api/users/${id(user.id)}`, { version: user.version, role }),
  setEmail: (user: User, email: string | null) =>
    send<User>('PUT', `/api/users/${id(user.id)}/email`, { version: user.version, email }),
  disable: (user: User) => send<User>('POST', `/api/users/${id(user.id)}/disable`, { version: user.version }),
  enable: (user: User) => send<User>('POST', `/api/users/${id(user.id)}/enable`, { version: user.version }),
  reset: (user: User) => send<UserWithLink>('POST', `/api/users/${id(user.id)}/reset`, { version: user.version }),

  sessions: async () => (await ask<Page<SessionItem>>('/api/sessions')).items,
  endSession: (session: string) => ask<undefined>(`/api/sessions/${id(session)}`, { method: 'DELETE' }),

  tokens: async () => (await ask<Page<TokenItem>>('/api/tokens')).items,
  createToken: (feed: Feed | null, name: string) =>
    send<FreshTokenReply>('POST', '/api/tokens', feed === null ? { kind: 'read', name } : { kind: 'feed', feed, name }),
  rotateToken: (token: string) => send<FreshTokenReply>('POST', `/api/tokens/${id(token)}/rotate`, {}),
  revokeToken: (token: string) => ask<undefined>(`/api/tokens/${id(token)}`, { method: 'DELETE' }),

  noticeChannels: () => ask<NoticeChannels>('/api/notices/channels'),
  notices: (state: NoticeState) => all<Notice>(`/api/notices?state=${state}`),
  sendAgain: (notice: string) => send<Notice>('POST', `/api/notices/${id(notice)}/send-again`, {}),
  /** The room keeps the secret that it has, unless it is to make a new one. */
  setWebhook: (version: number, url: string | null, newSecret: boolean) =>
    send<WebhookSet>('PUT', '/api/notices/webhook', { version, url, newSecret }),
  setNoticeSettings: (version: number, outsideInExercise: boolean) =>
    send<NoticeChannels>('PATCH', '/api/notices/settings', { version, outsideInExercise }),

  audit: (search: AuditSearch, cursor: string | null) => {
    const query = auditQuery(search);
    if (cursor !== null) query.set('cursor', cursor);
    return ask<Page<AuditItem>>(`/api/audit?${query}`);
  },
  auditActions: async () => (await ask<Page<{ id: string }>>('/api/audit/actions')).items.map((action) => action.id),
  verifyAudit: () => ask<AuditVerification>('/api/audit/verification'),
};
