import type { IncomingHttpHeaders } from 'node:http';

/** What decides which origins are ours. */
export interface Doorstep {
  publicUrl: string | null;
  /** A proxy of ours says in `X-Forwarded-*` what the browser asked for. */
  trustProxy: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Is this `Origin` one of our own pages? With a public URL that is the public URL; on the machine itself, and where no
 * public URL is set, it is the address that the request came to.
 * @param encrypted whether the request reached this process by TLS
 */
export function isOwnOrigin(
  origin: string | undefined,
  headers: IncomingHttpHeaders,
  encrypted: boolean,
  doorstep: Doorstep,
): boolean {
  if (origin === undefined || origin === 'null') return false;
  const given = originOf(origin);
  if (given === null) return false;
  if (doorstep.publicUrl !== null && given === originOf(doorstep.publicUrl)) return true;
  const host = asked(headers, 'host', doorstep.trustProxy) ?? headers.host;
  if (host === undefined) return false;
  if (doorstep.publicUrl !== null && !LOOPBACK.test(host)) return false;
  const scheme = asked(headers, 'proto', doorstep.trustProxy) ?? (encrypted ? 'https' : 'http');
  return given === originOf(`${scheme}://${host}`);
}

function asked(headers: IncomingHttpHeaders, what: 'host' | 'proto', trustProxy: boolean): string | undefined {
  const said = trustProxy ? headers[`x-forwarded-${what}`] : undefined;
  return (Array.isArray(said) ? said[0] : said)?.split(',', 1)[0]?.trim() || undefined;
}

/** Scheme, host and port as browsers write them, or null when it is no http address. */
function originOf(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  return new URL(url).origin;
}
