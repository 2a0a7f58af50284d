// Read as data: no engine of containers is needed to see that nothing is open that must not be.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
  image: string;
  user?: string;
  command?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  tmpfs?: string[];
  ports?: string[];
  volumes?: string[];
  networks: string[];
  secrets: string[];
  environment?: Record<string, string>;
  healthcheck: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  container_name?: string;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
  secrets: Record<string, { file: string }>;
}

const ROOT = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { services, volumes, networks, secrets } = parse(text('docker-compose.yml'), { merge: true }) as Compose;
const dockerfile = text('ops/image/Dockerfile');
const each = Object.entries(services);
const EXACT_VERSION = /:\d+\.\d+(\.\d+)?(-[\w.]+)?$/;

describe('docker-compose.yml', () => {
  it('is the whole of a served room', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'migrate', 'postgres', 'proxy', 'redis', 'worker']);
    expect(services['api']!.environment!['ROLE']).toBe('api');
    expect(services['worker']!.environment!['ROLE']).toBe('worker');
    expect(services['migrate']!.command).toEqual(['node', 'server/dist/cli/main.js', 'migrate']);
  });

  it.each(each)('%s is not root, cannot write to itself, and may do nothing special', (_, service) => {
    expect(service.user).toMatch(/^(node|postgres|redis|101:101)$/);
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.tmpfs!.length).toBeGreaterThan(0);
  });

  it.each(each)('%s is of a version that is named, not of whatever is newest', (name, { image }) => {
    if (['api', 'worker', 'migrate'].includes(name)) expect(image).toMatch(/^rearguard:\$\{REARGUARD_VERSION:-\d/);
    else expect(image).toMatch(EXACT_VERSION);
  });

  it('opens the proxy to the outside and nothing else', () => {
    expect(each.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    for (const name of ['postgres', 'redis', 'migrate']) expect(services[name]!.networks).toEqual(['inside']);
    expect(services['proxy']!.networks).not.toContain('inside');
    expect(networks['inside']!.internal).toBe(true);
  });

  it('says of everything that goes on whether it lives, and starts it after what it needs', () => {
    for (const [name, { healthcheck }] of each) {
      if (name === 'migrate') expect(healthcheck.disable).toBe(true);
      else expect(healthcheck.test![0]).toMatch(/^CMD/);
    }
    for (const name of ['api', 'worker']) {
      expect(services[name]!.depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
    }
    expect(services['proxy']!.depends_on).toEqual({ api: { condition: 'service_healthy' } });
  });

  it('keeps what must survive in volumes', () => {
    expect(Object.keys(volumes).sort()).toEqual(['backups', 'database', 'queue']);
    expect(services['postgres']!.volumes).toEqual(['database:/var/lib/postgresql']);
    expect(services['redis']!.volumes).toContain('queue:/data');
    for (const { volumes: mounted = [] } of Object.values(services)) {
      for (const one of mounted) {
        const [from] = one.split(':');
        if (from!.startsWith('./')) expect(() => statSync(join(ROOT, from!))).not.toThrow();
        else expect(Object.keys(volumes)).toContain(from);
      }
    }
  });

  it('can be had in any number of api and worker processes', () => {
    for (const name of ['api', 'worker']) {
      expect(services[name]!.container_name).toBeUndefined();
      expect(services[name]!.ports).toBeUndefined();
    }
  });

  it('has no secret in it, and stops with a sentence where one is missing', () => {
    for (const { file } of Object.values(secrets)) {
      expect(file).toMatch(/^\$\{REARGUARD_SECRETS:\?Set REARGUARD_SECRETS [^}]+\}\/\w+(\.pem)?$/);
    }
    expect(text('docker-compose.yml')).toMatch(/PUBLIC_URL: \$\{PUBLIC_URL:\?Set PUBLIC_URL to [^}]+\}/);
    for (const { environment = {} } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\/run\/secrets\//);
        expect(String(value)).not.toMatch(/:\/\/[^/@]*:[^/@]+@/); // no password in an address
      }
    }
    for (const service of Object.values(services)) {
      for (const used of service.secrets) expect(Object.keys(secrets)).toContain(used);
    }
  });

  it('runs stores that keep what they were given', () => {
    expect(services['postgres']!.command).toEqual(
      expect.arrayContaining(['-cfsync=on', '-csynchronous_commit=on', '-cfull_page_writes=on']),
    );
    const redis = text('ops/compose/redis.conf');
    for (const line of ['appendonly yes', 'appendfsync always', 'maxmemory-policy noeviction']) {
      expect(redis.split('\n')).toContain(line);
    }
  });
});

describe('the image', () => {
  const froms = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);

  it('is built in stages, on Node 24 of one exact version', () => {
    const images = froms.filter((image) => image.includes(':'));
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/);
    expect(froms.length).toBeGreaterThan(2);
  });

  it('runs as a user who is not root, with what it needs alone', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM'));
    expect(last.match(/^USER .+$/gm)).toEqual(['USER node']);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('CMD ["node", "ops/image/start.mjs"]'));
    expect(last).not.toContain('COPY . .');
    expect(dockerfile).toContain('--prod --no-optional');
  });

  it('uses the version of pnpm that everybody uses', () => {
    const used = /PNPM = '(pnpm@[\d.]+)'/.exec(text('ops/run/lib/root.mjs'))![1]!;
    expect(dockerfile).toContain(`npx --yes ${used}"`);
  });

  it('takes nothing of this machine along', () => {
    const left = text('.dockerignore').split('\n');
    expect(left).toEqual(expect.arrayContaining(['**/node_modules', '.rearguard', 'ops/secrets', '.git']));
  });
});

describe('make-secrets.sh', () => {
  it('makes all that the file asks for, in a folder closed to others, and never makes it anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rearguard-secrets-'));
    try {
      const make = () => execFileSync(join(ROOT, 'ops/compose/make-secrets.sh'), [join(folder, 's'), 'wall.example']);
      make();
      const made = () =>
        readdirSync(join(folder, 's')).map((name) => [name, readFileSync(join(folder, 's', name), 'utf8')]);
      const first = made();
      expect(first.map(([name]) => name).sort()).toEqual(
        Object.values(secrets)
          .map(({ file }) => file.split('/').at(-1))
          .sort(),
      );
      expect(statSync(join(folder, 's')).mode & 0o077).toBe(0);
      make();
      expect(made()).toEqual(first);
      const [a, b] = ['database_password', 'redis_password'].map((name) =>
        first.find(([one]) => one === name)![1]!.trim(),
      );
      expect(a).toMatch(/^[0-9a-f]{64}$/);
      expect(a).not.toBe(b);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
