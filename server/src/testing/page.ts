/** A browser's side of HTTP, for tests: it keeps its cookies and names its page. */
export class Page {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    /** Where the proxy says that it comes from. */
    private readonly address: string = '192.0.2.1',
  ) {}

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const reply = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        'X-Forwarded-For': this.address,
        'User-Agent': 'test browser',
        ...(this.#cookies.size > 0 && { Cookie: this.cookie }),
        ...(method !== 'GET' && { Origin: this.url }),
        ...(body !== undefined && !(body instanceof URLSearchParams) && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair!.indexOf('=');
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair!.slice(0, at));
      else this.#cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
    return { status: reply.status, headers: reply.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
  }

  get(path: string) {
    return this.ask('GET', path);
  }

  post(path: string, body: unknown = {}) {
    return this.ask('POST', path, body);
  }
}

export type Json = Record<string, unknown>;
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Json;
}
