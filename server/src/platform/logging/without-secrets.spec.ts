import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { withoutSecrets } from './without-secrets.js';

const secret = fc.constant(0).map(() => randomBytes(32).toString('base64url'));

describe('a line of the log', () => {
  it.each([
    [
      'connecting to postgresql://joc:s3cr%40t@db:5432/room failed',
      'connecting to postgresql://joc:…@db:5432/room failed',
    ],
    ['rediss://:word@queue:6379', 'rediss://:…@queue:6379'],
    ['GET /sign-in/short failed', 'GET /sign-in/… failed'],
    ['POST /ingest/osmand/abc?id=1', 'POST /ingest/osmand/…?id=1'],
    ['{"authorization":"Bearer abc.def"}', '{"authorization":"Bearer …"}'],
    ['"cookie":"lang=fr; rearguard_session=abc; x=1"', '"cookie":"lang=fr; rearguard_session=…; x=1"'],
  ])('loses the secret of %s', (line, left) => {
    expect(withoutSecrets(line)).toBe(left);
  });

  it('loses every code and token, wherever it stands', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(' ', '"', '/', '=', ':', '(', '\\n'), (word, mark) => {
        expect(withoutSecrets(`{"message":"x${mark}${word}${mark}y"}`)).not.toContain(word);
      }),
    );
  });

  it('keeps what is no secret', () => {
    const line =
      '{"level":"error","message":"GET /api/units/BER-1/track failed, correlation id 0b1c7f0e-6f0e-4f0e-8f0e-0123456789ab","stack":"at http://127.0.0.1:3000/x.js:12:5"}';
    expect(withoutSecrets(line)).toBe(line);
  });
});
