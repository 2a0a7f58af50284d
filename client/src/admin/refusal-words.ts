import { Refused } from '../api.js';
import type { Messages } from '../i18n/en.js';

/** What went wrong, in the language of the page where we know the code, and else in the server's words. */
export function refusalWords(cause: unknown, m: Messages): string {
  if (!(cause instanceof Refused)) return m.office.failed;
  const known: Record<string, string> = m.office.refused;
  return known[cause.body.code] ?? m.refusedByServer(cause.body.message);
}
