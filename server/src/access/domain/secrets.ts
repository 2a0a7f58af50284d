import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
/** 32 bytes in base64url. */
const SECRET_SHAPE = /^[\w-]{43}$/;

/** A fresh secret of 256 bits, as it goes into a cookie, a link or a header. */
export function freshSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/**
 * What is stored instead of the secret. A plain hash is enough: a secret of 256 random bits cannot be guessed from it,
 * and it must be quick, since the door checks thousands a second.
 */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Can this be a secret of ours at all? Spares the database a question about rubbish. */
export function looksLikeSecret(given: string): boolean {
  return SECRET_SHAPE.test(given);
}
