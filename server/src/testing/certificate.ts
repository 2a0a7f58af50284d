import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes a certificate that signs itself, by the openssl of the system; paths of its two files. */
export function makeCertificate(folder: string, name = 'wall', host = 'localhost'): { cert: string; key: string } {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const what = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const who = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host},IP:127.0.0.1`];
  execFileSync('openssl', ['req', '-x509', ...what, ...who, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { cert, key };
}
