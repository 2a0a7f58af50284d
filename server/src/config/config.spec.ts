import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from './config.js';

/** The lines of the complaint, without its heading. */
function faultsOf(source: Record<string, string>): string[] {
  try {
    readConfig(source);
  } catch (cause) {
    return (cause as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe('the configuration', () => {
  it('of an empty environment is an exercise on the embedded database, reachable from this machine alone', () => {
    expect(readConfig({})).toEqual({
      http: { port: 3000, host: '127.0.0.1', publicUrl: null, trustProxy: false, tls: null },
      dataDir: resolve('.rearguard'),
      databaseUrl: null,
      redisUrl: null,
      role: 'all',
      exercise: 'mali-2023',
      retentionDays: 400,
      mapboxAccessToken: null,
      missionTimeZone: 'Africa/Bamako',
      deadManUrl: null,
      oidc: null,
      smtp: null,
    });
  });

  it('takes what is set', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://wall.example/',
      TRUST_PROXY: '1',
      DATA_DIR: '/var/lib/rearguard',
      DATABASE_URL: 'postgresql://joc:secret@db/rearguard',
      REDIS_URL: 'rediss://:secret@queue:6380/2',
      ROLE: 'worker',
      EXERCISE: 'none',
      RETENTION_DAYS: '30',
      MAPBOX_ACCESS_TOKEN: 'pk.abc',
      MISSION_TIME_ZONE: 'Europe/Paris',
      TLS_CERT: '/etc/tls/wall.pem',
      TLS_KEY: '/etc/tls/wall.key',
      DEAD_MAN_URL: 'https://watch.example/ping/1',
    });
    const tls = { certFile: '/etc/tls/wall.pem', keyFile: '/etc/tls/wall.key' };
    expect(config).toEqual({
      http: { port: 8080, host: '0.0.0.0', publicUrl: 'https://wall.example', trustProxy: true, tls },
      dataDir: '/var/lib/rearguard',
      databaseUrl: 'postgresql://joc:secret@db/rearguard',
      redisUrl: 'rediss://:secret@queue:6380/2',
      role: 'worker',
      exercise: null,
      retentionDays: 30,
      mapboxAccessToken: 'pk.abc',
      missionTimeZone: 'Europe/Paris',
      deadManUrl: 'https://watch.example/ping/1',
      oidc: null,
      smtp: null,
    });
  });

  it('takes an empty setting for one that is not there', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'REDIS_URL', 'ROLE', 'EXERCISE', 'MISSION_TIME_ZONE'];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  it('names every fault at once, those between settings among them', () => {
    expect(
      faultsOf({ PORT: 'http', EXERCISE: 'kosovo', REDIS_URL: 'queue:6379', ROLE: 'worker', TRUST_PROXY: 'yes' }),
    ).toEqual([
      'PORT: must be a whole number from 0 to 65535',
      'TRUST_PROXY: must be true or false',
      'REDIS_URL: must be a redis:// or rediss:// address',
      'EXERCISE: must be mali-2023 or none',
      'ROLE: worker processes share one database and one Redis; set DATABASE_URL too',
    ]);
  });

  it.each(['api', 'worker'])('lets no %s process start without what all processes share', (role) => {
    const shared = { DATABASE_URL: 'postgres://db/x', REDIS_URL: 'redis://queue' };
    expect(faultsOf({ ROLE: role })).toEqual([
      `ROLE: ${role} processes share one database and one Redis; set DATABASE_URL and REDIS_URL too`,
    ]);
    expect(faultsOf({ ROLE: role, ...shared })).toEqual([]);
    expect(faultsOf({ ROLE: 'all', ...shared })).toEqual([]);
  });

  it.each(['70000', '-1', '80.5', ' ', '0x50'])('refuses the port "%s"', (port) => {
    expect(faultsOf({ PORT: port })).toEqual(['PORT: must be a whole number from 0 to 65535']);
  });

  it.each([
    ['DATABASE_URL', 'mysql://db/x', 'must be a postgres:// address'],
    ['PUBLIC_URL', 'wall.example', 'must be an http or https address'],
    ['RETENTION_DAYS', '0', 'must be a whole number from 1 to 3650'],
    ['DEAD_MAN_URL', 'watch.example', 'must be an http or https address'],
    ['MISSION_TIME_ZONE', 'Mali', 'is not a time zone of the IANA list, such as Africa/Bamako'],
    ['REDIS_URL', 'http://queue', 'must be a redis:// or rediss:// address'],
    ['ROLE', 'master', 'must be all, api or worker'],
  ])('says what %s must be', (name, value, sentence) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name}: ${sentence}`]);
  });

  it('never repeats a secret in a complaint', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://joc:secret@db/x', REDIS_URL: 'http://:secret@queue' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('secret');
  });

  describe('of the organisation’s own sign-in', () => {
    const least = { OIDC_ISSUER: 'https://id.example/mission', OIDC_CLIENT_ID: 'rearguard' };

    it('needs an issuer and a client, and takes names of roles from the claim roles', () => {
      expect(readConfig(least).oidc).toEqual({
        issuer: 'https://id.example/mission',
        clientId: 'rearguard',
        clientSecret: null,
        scope: 'openid profile email',
        roleClaim: 'roles',
        nameClaim: 'name',
        roleMap: null,
        label: 'id.example',
      });
      expect(faultsOf({ OIDC_ISSUER: least.OIDC_ISSUER })).toEqual([
        'OIDC_CLIENT_ID: must be set together with OIDC_ISSUER',
      ]);
      expect(faultsOf({ OIDC_LABEL: 'The mission' })).toHaveLength(2);
    });

    it('maps values of the claim to roles, in order', () => {
      const { oidc } = readConfig({ ...least, OIDC_ROLE_MAP: 'a=b=administrator, joc=watch-officer' });
      expect(oidc!.roleMap).toEqual([
        ['a=b', 'administrator'],
        ['joc', 'watch-officer'],
      ]);
    });

    it.each([
      ['OIDC_ROLE_MAP', 'joc=king', '"joc=king" is none'],
      ['OIDC_ROLE_MAP', '=wall', '"=wall" is none'],
      ['OIDC_ISSUER', 'http://id.example', 'must be an https address (http on this machine alone)'],
      ['OIDC_SCOPE', 'profile', 'must contain openid'],
    ])('says what is wrong with %s=%s', (name, value, sentence) => {
      expect(faultsOf({ ...least, [name]: value })).toEqual([expect.stringContaining(sentence)]);
    });
  });

  it('wants a certificate and its key together', () => {
    expect(faultsOf({ TLS_CERT: 'wall.pem' })).toEqual(['TLS_KEY: must be set together with TLS_CERT']);
    expect(faultsOf({ TLS_KEY: 'wall.key' })).toEqual(['TLS_CERT: must be set together with TLS_KEY']);
  });

  describe('of a password in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rearguard-config-'));
    const file = join(folder, 'password');
    afterAll(() => rmSync(folder, { recursive: true }));
    const url = 'postgresql://rearguard@postgres:5432/rearguard';

    it('puts it into the address, whatever characters it has', () => {
      writeFileSync(file, 'p@ss/w%rd\n');
      const { databaseUrl } = readConfig({ DATABASE_URL: url, DATABASE_PASSWORD_FILE: file });
      expect(decodeURIComponent(new URL(databaseUrl!).password)).toBe('p@ss/w%rd');
      expect(new URL(databaseUrl!).host).toBe('postgres:5432');
    });

    it('says when the file is not there, is empty, or has no address to go into', () => {
      writeFileSync(file, '\n');
      const told = (DATABASE_PASSWORD_FILE: string, more = { DATABASE_URL: url } as Record<string, string>) =>
        faultsOf({ ...more, DATABASE_PASSWORD_FILE });
      expect(told(file)).toEqual(['DATABASE_PASSWORD_FILE: names a file that is empty']);
      expect(told(join(folder, 'none'))).toEqual(['DATABASE_PASSWORD_FILE: names a file that cannot be read (ENOENT)']);
      writeFileSync(file, 'x');
      expect(told(file, {})).toEqual(['DATABASE_URL: must be set together with DATABASE_PASSWORD_FILE']);
    });
  });

  it('cannot be changed afterwards', () => {
    const config = readConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.http)).toBe(true);
  });
});

describe('the mail server', () => {
  it('is read from one address', () => {
    const url = 'smtps://joc:p%40ss%20word@mail.example.org';
    expect(readConfig({ SMTP_URL: url, SMTP_FROM: 'joc@example.org' }).smtp).toEqual({
      host: 'mail.example.org',
      port: 465,
      tls: true,
      user: 'joc',
      password: 'p@ss word',
      from: 'joc@example.org',
    });
    expect(readConfig({ SMTP_URL: 'smtp://127.0.0.1:2525' }).smtp).toEqual({
      host: '127.0.0.1',
      port: 2525,
      tls: false,
      user: null,
      password: null,
      from: 'rearguard@localhost.localdomain',
    });
  });

  it.each([
    [{ SMTP_URL: 'mail.example.org' }, 'SMTP_URL: must be an smtp:// or smtps:// address of a mail server'],
    [{ SMTP_URL: 'https://mail.example.org' }, 'SMTP_URL: must be an smtp:// or smtps:// address of a mail server'],
    [{ SMTP_URL: 'smtp://joc@mail.example.org' }, 'SMTP_URL: must have a user and a password, or neither'],
    [{ SMTP_URL: 'smtp://mail.example.org/?tls=no' }, 'SMTP_URL: takes no options behind ? or #'],
    [{ SMTP_URL: 'smtp://10.0.0.1' }, 'SMTP_FROM: must be set when SMTP_URL names no domain to send from'],
    [{ SMTP_URL: 'smtp://mail.example.org', SMTP_FROM: 'joc' }, 'SMTP_FROM: must be the e-mail address of the sender'],
    [{ SMTP_FROM: 'joc@example.org' }, 'SMTP_URL: must be set with SMTP_FROM'],
  ])('that cannot be used is said in a sentence: %j', (source, fault) => {
    expect(faultsOf(source)).toEqual([fault]);
  });
});
