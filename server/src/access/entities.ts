import { AccessTokenEntity } from './access-token.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { PersonEntity } from './person.entity.js';
import { SessionEntity } from './session.entity.js';
import { AccountEntity } from './users/account.entity.js';
import { SignInLinkEntity } from './sign-in-link.entity.js';

/** The tables of access, for whoever opens the database without the whole application. */
export const ACCESS_ENTITIES = [
  PersonEntity,
  AccountEntity,
  SessionEntity,
  SignInLinkEntity,
  AccessTokenEntity,
  AuditEntryEntity,
];
