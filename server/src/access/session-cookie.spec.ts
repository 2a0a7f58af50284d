import { sessionCookie, sessionCookieOf } from './session-cookie.js';

describe('the session cookie', () => {
  it('is one that only this host can set, where https is spoken', () => {
    expect(sessionCookie('s3cret', true)).toBe(
      '__Host-rearguard_session=s3cret; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(sessionCookie('s3cret', false)).toMatch(/^rearguard_session=s3cret; /);
  });

  it('is that one, whatever a neighbour has put beside it', () => {
    const cookie = 'rearguard_session=theirs; __Host-rearguard_session=ours';
    expect(sessionCookieOf({ cookie })).toBe('ours');
    expect(sessionCookieOf({ cookie: 'rearguard_session=plain' })).toBe('plain');
    expect(sessionCookieOf({ cookie: 'lang=fr' })).toBeNull();
    expect(sessionCookieOf({})).toBeNull();
  });
});
