import type { EpochMs } from '@rearguard/shared';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator speaks it: SHA-1, six digits, thirty seconds. */
const PERIOD_S = 30;
/** Clocks differ: the code before and the one after count too. */
const WINDOW = 1;
const ISSUER = 'Rearguard';

/** A fresh secret of 160 bits, in base32. */
export function freshTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator reads, as text or from a square code. */
export function totpUri(secret: string, name: string): string {
  return totp(secret, name).toString();
}

/** The step of time that a code belongs to, or null when it is not right now. A step may be used once. */
export function totpStep(secret: string, typed: string, now: EpochMs): number | null {
  const token = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp(secret, '').validate({ token, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1_000 / PERIOD_S) + delta;
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_S });
}
