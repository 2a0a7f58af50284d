import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../topology/free-port.js';
import { eventually } from './eventually.js';

const CONFIGURATION = 'ops/compose/nginx/nginx.conf';
const NGINX = process.env['NGINX_PATH'] ?? '/usr/sbin/nginx';

/** The proxy of docker-compose.yml, as it is but for the places where it listens, reads and asks. */
export class Proxy {
  readonly url: string;
  #nginx: ReturnType<typeof spawn> | null = null;
  #log = '';

  private constructor(
    private readonly folder: string,
    readonly ports: { tls: number; plain: number; alive: number },
    readonly certificate: string,
  ) {
    this.url = `https://localhost:${ports.tls}`;
  }

  static async prepare(): Promise<Proxy> {
    const folder = await mkdtemp(join(tmpdir(), 'rearguard-proxy-'));
    await promisify(execFile)('ops/compose/make-secrets.sh', [folder, 'localhost']);
    const [tls, plain, alive] = [await freePort(), await freePort(), await freePort()];
    const certificate = await readFile(join(folder, 'tls_certificate.pem'), 'utf8');
    return new Proxy(folder, { tls, plain, alive }, certificate);
  }

  /** @param apis where it is to find the product: one or several, of which any may be gone */
  async start(...apis: string[]): Promise<void> {
    let text = (await readFile(CONFIGURATION, 'utf8')).replaceAll('/tmp/', `${this.folder}/`);
    const moved: [string, string][] = [
      ['listen 8443 ssl', `listen 127.0.0.1:${this.ports.tls} ssl`],
      ['listen 8080;', `listen 127.0.0.1:${this.ports.plain};`],
      ['listen 127.0.0.1:8081;', `listen 127.0.0.1:${this.ports.alive};`],
      ['map $host $api {', `upstream apis { ${apis.map((api) => `server ${api};`).join(' ')} }\n  map $host $api {`],
      ['default api:3000;', 'default apis;'],
      ['ssl_certificate /run/secrets/tls_certificate;', `ssl_certificate ${this.folder}/tls_certificate.pem;`],
      ['ssl_certificate_key /run/secrets/tls_key;', `ssl_certificate_key ${this.folder}/tls_key.pem;`],
      ['access_log /dev/stdout rearguard;', `access_log ${this.folder}/access.log rearguard;`],
    ];
    for (const [from, to] of moved) {
      if (text.split(from).length !== 2) throw new Error(`${CONFIGURATION} has changed: where is ${from}?`);
      text = text.replace(from, to);
    }
    const path = join(this.folder, 'nginx.conf');
    await writeFile(path, text);
    await promisify(execFile)(NGINX, ['-t', '-c', path]);
    const nginx = spawn(NGINX, ['-c', path, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'pipe'] });
    nginx.stderr.on('data', (chunk: Buffer) => (this.#log += chunk.toString()));
    this.#nginx = nginx;
    await eventually(async () => {
      const alive = await fetch(`http://127.0.0.1:${this.ports.alive}/alive`).catch(() => null);
      return alive?.status === 204;
    }, 'nginx');
  }

  accessLog(): Promise<string> {
    return readFile(join(this.folder, 'access.log'), 'utf8');
  }

  errors(): string {
    return this.#log;
  }

  async remove(): Promise<void> {
    const nginx = this.#nginx;
    if (nginx) {
      const gone = new Promise((resolve) => nginx.once('exit', resolve));
      nginx.kill('SIGTERM');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
