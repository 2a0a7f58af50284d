// Real: certificates, made by the openssl of this machine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config/config.js';
import { makeCertificate } from '../../testing/certificate.js';
import { readCertificate } from './tls.js';

const folder = mkdtempSync(join(tmpdir(), 'rearguard-tls-'));
const mine = makeCertificate(folder);
const other = makeCertificate(folder, 'other');
const rubbish = join(folder, 'rubbish');
writeFileSync(rubbish, 'nothing of the kind');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (TLS_CERT: string, TLS_KEY: string, now = Date.now()) =>
  readCertificate(readConfig({ TLS_CERT, TLS_KEY }), now);

describe('a certificate of our own', () => {
  it('is read with its key, and is none when none is named', () => {
    expect(read(mine.cert, mine.key)).toEqual({
      cert: readFileSync(mine.cert, 'utf8'),
      key: readFileSync(mine.key, 'utf8'),
    });
    expect(readCertificate(readConfig({}), Date.now())).toBeNull();
  });

  it.each([
    ['a file that is not there', join(folder, 'none'), mine.key, /^TLS_CERT: .*none cannot be read \(ENOENT\)\.$/],
    ['a file that is no certificate', rubbish, mine.key, /^TLS_CERT: .*rubbish holds no certificate/],
    ['a file that is no key', mine.cert, rubbish, /^TLS_KEY: .*rubbish holds no private key/],
    ['the key of another', mine.cert, other.key, /^TLS_KEY: the key in .*other\.key is not that of/],
  ])('refuses %s in a sentence', (_, cert, key, sentence) => {
    expect(() => read(cert, key)).toThrow(sentence);
  });

  it('refuses one that has run out', () => {
    expect(() => read(mine.cert, mine.key, Date.now() + 10 * 86_400_000)).toThrow(/ran out on .* Put a new one there/);
  });
});
