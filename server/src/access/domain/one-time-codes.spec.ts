import { Secret } from 'otpauth';
import { freshTotpSecret, totpStep, totpUri } from './one-time-codes.js';
import { freshRecoveryCodes, recoveryCodeIn } from './recovery-codes.js';

describe('one-time codes', () => {
  // RFC 6238, appendix B: SHA-1, the last six of its eight digits.
  const secret = Secret.fromLatin1('12345678901234567890').base32;
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 at second %i', (second, code) => {
    expect(totpStep(secret, code, second * 1_000)).toBe(Math.floor(second / 30));
  });

  it('are good a step early or late, and no more', () => {
    const at = 1111111109_000;
    const step = Math.floor(at / 30_000);
    for (const off of [-30_000, 30_000]) expect(totpStep(secret, '081 804', at + off)).toBe(step);
    for (const off of [-60_000, 60_000]) expect(totpStep(secret, '081804', at + off)).toBeNull();
  });

  it.each(['', '12345', '1234567', 'abcdef', '08180４'])('are never %j', (typed) => {
    expect(totpStep(secret, typed, 1111111109_000)).toBeNull();
  });

  it('are handed to an authenticator with room and person', () => {
    const fresh = freshTotpSecret();
    const uri = new URL(totpUri(fresh, 'Adama Koné'));
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', fresh]);
    expect(decodeURIComponent(uri.pathname)).toBe('/Rearguard:Adama Koné');
    expect(fresh).toHaveLength(32);
  });
});

describe('recovery codes', () => {
  it('are ten, all different, and read however they are typed', () => {
    const codes = freshRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
      expect(recoveryCodeIn(` ${code.toUpperCase().replaceAll('-', ' ')}`)).toBe(code.replaceAll('-', ''));
    }
    expect(recoveryCodeIn('123456')).toBeNull();
  });
});
