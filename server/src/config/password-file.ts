import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Path of a file that holds a password and nothing else, read at once: a container hands its secrets in like this. */
export const passwordFile = z.string().transform((path, { addIssue }) => {
  try {
    const password = readFileSync(path, 'utf8').trim();
    if (password !== '') return password;
    addIssue('names a file that is empty');
  } catch (cause) {
    addIssue(`names a file that cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown fault'})`);
  }
  return z.NEVER;
});

/** The address with a password in it. */
export function withPassword(address: string, password: string | undefined): string {
  if (password === undefined) return address;
  const url = new URL(address);
  url.password = encodeURIComponent(password);
  return url.href;
}
