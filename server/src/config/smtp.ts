import { isLoopback } from '@rearguard/shared';
import { z } from 'zod';

/** The mail server that escalations go out by. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS, without which nothing is sent but to this machine itself. */
  readonly tls: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** The sender's address. */
  readonly from: string;
}

const DEFAULT_PORT = { 'smtp:': 587, 'smtps:': 465 } as const;

/** The variables, as part of the whole environment. */
export const SmtpEnv = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./, error: 'must be an smtp:// or smtps:// address of a mail server' })
    .optional(),
  SMTP_FROM: z.email('must be the e-mail address of the sender').optional(),
};

type Env = z.infer<z.ZodObject<typeof SmtpEnv>>;

/** @returns null when no mail server is named */
export function smtpOf({ SMTP_URL, SMTP_FROM }: Env): SmtpConfig | null {
  if (SMTP_URL === undefined) return null;
  const url = new URL(SMTP_URL);
  const protocol = url.protocol as keyof typeof DEFAULT_PORT;
  return Object.freeze({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT[protocol] : Number(url.port),
    tls: protocol === 'smtps:',
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : decodeURIComponent(url.password),
    from: SMTP_FROM ?? senderOf(url),
  });
}

/** What each variable alone does not show. */
export function smtpFaults(given: Record<string, string | undefined>): string[] {
  const address = given['SMTP_URL'];
  if (address === undefined) return given['SMTP_FROM'] === undefined ? [] : ['SMTP_URL: must be set with SMTP_FROM'];
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  const faults: string[] = [];
  if (url.pathname !== '' && url.pathname !== '/') faults.push('SMTP_URL: must end after the host and the port');
  if (url.search !== '' || url.hash !== '') faults.push('SMTP_URL: takes no options behind ? or #');
  if ((url.username === '') !== (url.password === '')) {
    faults.push('SMTP_URL: must have a user and a password, or neither');
  }
  if (given['SMTP_FROM'] === undefined && !isNamed(url.hostname)) {
    faults.push('SMTP_FROM: must be set when SMTP_URL names no domain to send from');
  }
  return faults;
}

function isNamed(host: string): boolean {
  return isLoopback(host) || /[a-z][a-z0-9-]*$/i.test(host);
}

function senderOf({ hostname }: URL): string {
  return `rearguard@${isLoopback(hostname) ? 'localhost.localdomain' : hostname}`;
}
