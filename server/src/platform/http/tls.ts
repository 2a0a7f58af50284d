import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from '../../config/config.js';

/** A certificate of the operator's own, with what follows it in its chain, and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads the certificate that the configuration names; null when it names none.
 * @throws Error in a sentence when it cannot be served with: then nobody could come in, and starting would hide it.
 */
export function readCertificate(config: Config, now: number): Certificate | null {
  const { tls } = config.http;
  if (tls === null) return null;
  const cert = textOf('TLS_CERT', tls.certFile);
  const key = textOf('TLS_KEY', tls.keyFile);
  const own = parsed(`TLS_CERT: ${tls.certFile} holds no certificate in PEM form.`, () => new X509Certificate(cert));
  const secret = parsed(
    `TLS_KEY: ${tls.keyFile} holds no private key in PEM form, or one that needs a passphrase.`,
    () => createPrivateKey(key),
  );
  if (!own.checkPrivateKey(secret)) {
    throw new Error(
      `TLS_KEY: the key in ${tls.keyFile} is not that of the first certificate in ${tls.certFile}; the server's own comes first.`,
    );
  }
  if (Date.parse(own.validTo) < now) {
    throw new Error(`TLS_CERT: the certificate in ${tls.certFile} ran out on ${own.validTo}. Put a new one there.`);
  }
  parsed(`TLS_CERT: the certificate in ${tls.certFile} cannot be served with.`, () =>
    createSecureContext({ cert, key }),
  );
  return { cert, key };
}

function textOf(name: string, path: string): string {
  return parsed(`${name}: ${path} cannot be read`, () => readFileSync(path, 'utf8'));
}

function parsed<Value>(sentence: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(sentence.endsWith('.') ? sentence : `${sentence} (${code ?? String(cause)}).`, { cause });
  }
}
