export { borrowEmbeddedPostgres, type BorrowedPostgres } from './borrow.js';
export { claimantOf, claimDataDir, type Claim, type Claimant } from './data-dir-claim.js';
export {
  findEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres-error.js';
