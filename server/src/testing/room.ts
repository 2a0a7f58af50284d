import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, Feed, Page, PictureCommands, PictureEvents, ReportsReply, Role } from '@rearguard/shared';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { io, type Socket } from 'socket.io-client';
import { AccessTokens } from '../access/access-tokens.js';
import { SignInLinks } from '../access/sign-in-links.js';
import { type Config, readConfig } from '../config/config.js';
import { startServer } from '../server.js';
import { freshDatabase } from './database.js';

export type TestSocket = Socket<PictureEvents, PictureCommands>;

/** A whole server on a database of its own, for tests that speak to it as others do. */
export interface TestRoom {
  app: NestExpressApplication;
  url: string;
  databaseUrl: string;
  /** Secret of a token of the feed `positions`. */
  feedToken: string;
  signIn(role?: Role): Promise<string>;
  /** Hands reports in; the answer as it came. */
  send(reports: unknown[], token?: string): Promise<{ status: number; body: ReportsReply }>;
  /** Hands reports in at the door of a feed, with a token of its own. */
  sendTo(feed: Feed, reports: unknown[]): Promise<{ status: number; body: ReportsReply }>;
  get<Answer>(path: string, cookie: string): Promise<Answer>;
  /** Sends a body as a page of ours does; the answer as it came. */
  post<Answer>(path: string, body: unknown, cookie: string): Promise<{ status: number; body: Answer }>;
  /** Every change after a number. */
  changes(cookie: string, after?: number): Promise<Change[]>;
  connect(cookie: string): TestSocket;
  /** Ends the server and starts another on the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a live room unless told otherwise. */
export async function openRoom(environment: Record<string, string> = {}): Promise<TestRoom> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'rearguard-room-'));
  const config: Config = readConfig({ EXERCISE: 'none', PORT: '0', DATA_DIR: dataDir, ...environment });
  const sockets: TestSocket[] = [];
  let app = await startServer(config, database.url);

  const address = () => `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const feedToken = (await app.get(AccessTokens).createForFeed('positions', 'test')).secret;
  const tokens = new Map<Feed, string>([['positions', feedToken]]);
  const tokenOf = async (feed: Feed) => {
    const token = tokens.get(feed) ?? (await app.get(AccessTokens).createForFeed(feed, 'test')).secret;
    tokens.set(feed, token);
    return token;
  };
  const handIn = async (feed: Feed, reports: unknown[], token: string) => {
    const answer = await fetch(`${address()}/api/feeds/${feed}/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ reports }),
    });
    return { status: answer.status, body: (await answer.json()) as ReportsReply };
  };
  const get = async <Answer>(path: string, cookie: string) => {
    const answer = await fetch(`${address()}${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };

  return {
    get app() {
      return app;
    },
    get url() {
      return address();
    },
    databaseUrl: database.url,
    feedToken,
    async signIn(role = 'watch-officer') {
      const { path } = await app.get(SignInLinks).create(role);
      const answer = await fetch(`${address()}${path}`, { redirect: 'manual' });
      return answer.headers.get('set-cookie')!.split(';')[0]!;
    },
    send: (reports, token = feedToken) => handIn('positions', reports, token),
    sendTo: async (feed, reports) => handIn(feed, reports, await tokenOf(feed)),
    get,
    async post<Answer>(path: string, body: unknown, cookie: string) {
      const answer = await fetch(`${address()}${path}`, {
        method: 'POST',
        headers: { cookie, origin: address(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Answer };
    },
    async changes(cookie, after = 0) {
      const { items } = await get<Page<Change>>(`/api/changes?after=${after}&limit=5000`, cookie);
      return items;
    },
    connect(cookie) {
      const socket: TestSocket = io(`${address()}/picture`, {
        path: '/socket.io',
        transports: ['websocket'],
        extraHeaders: { cookie },
        forceNew: true,
        reconnection: false,
      });
      sockets.push(socket);
      return socket;
    },
    async restart() {
      await app.close();
      app = await startServer(config, database.url);
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks again until the answer is yes. @throws when it is still no in the end. */
export async function eventually(
  question: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000,
): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await question())) {
    if (Date.now() > until) throw new Error(`in vain waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
