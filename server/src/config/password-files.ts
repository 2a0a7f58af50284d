import { readFileSync } from 'node:fs';

type Given = Record<string, string | undefined>;

/** Addresses whose password may stand in a file of its own: containers are handed their secrets like this. */
const ADDRESSES = {
  DATABASE_PASSWORD_FILE: 'DATABASE_URL',
  REDIS_PASSWORD_FILE: 'REDIS_URL',
  SMTP_PASSWORD_FILE: 'SMTP_URL',
} as const;

/** The settings with the passwords of those files in their addresses, and what is wrong with the files. */
export function withPasswordFiles(source: Given): { given: Given; faults: string[] } {
  const given = { ...source };
  const faults: string[] = [];
  for (const [name, address] of Object.entries(ADDRESSES)) {
    const path = given[name];
    const url = given[address];
    if (path === undefined) continue;
    try {
      const password = readFileSync(path, 'utf8').trim();
      if (password === '') faults.push(`${name}: names a file that is empty`);
      if (url === undefined) faults.push(`${address}: must be set together with ${name}`);
      else if (URL.canParse(url)) given[address] = withPassword(url, password);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'unknown fault';
      faults.push(`${name}: names a file that cannot be read (${code})`);
    }
  }
  return { given, faults };
}

function withPassword(address: string, password: string): string {
  const url = new URL(address);
  url.password = encodeURIComponent(password);
  return url.href;
}
