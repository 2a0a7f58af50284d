import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../config/config.js';

const MAPBOX = ['https://api.mapbox.com', 'https://events.mapbox.com'];
/** What no page of ours uses, no script of ours may. */
const UNUSED = 'camera=(), microphone=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()';
const YEAR_S = 31_536_000;

/**
 * The headers of every answer. The policy admits nothing from outside but Mapbox, and that only when the operator set a
 * token of their own. `'self'` covers the socket of the same origin too (CSP level 3).
 */
export function securityHeaders(config: Config): RequestHandler {
  const mapbox = config.mapboxAccessToken === null ? [] : MAPBOX;
  const others = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'], // map engines start their workers from blobs
        imgSrc: ["'self'", 'data:', 'blob:', ...mapbox.slice(0, 1)],
        connectSrc: ["'self'", ...mapbox],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps(config) ? { maxAge: YEAR_S, includeSubDomains: false } : false,
  });
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', UNUSED);
    others(request, response, next);
  };
}

/** Do people reach the room by https, as far as the configuration says? */
export function isHttps(config: Config): boolean {
  return config.http.publicUrl === null ? config.http.tls !== null : config.http.publicUrl.startsWith('https://');
}
