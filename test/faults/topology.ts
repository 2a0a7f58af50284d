import type pg from 'pg';
import type { Link } from '../topology/link.js';
import type { Targets } from './plan.js';

/** Feeds that reports are sent to. */
export type SentFeed = 'positions' | 'security';

/** A program, or a part of one, that can be struck. */
export interface Victim {
  kill(): Promise<void>;
  /** Starts it again; resolves when it is ready. */
  start(): Promise<void>;
  pause(): Promise<void>;
  goOn(): Promise<void>;
}

/** A room that faults are made for. */
export interface Topology {
  /** Everything that its programs said. */
  readonly folder: string;
  /** Addresses of the api processes, as clients reach them. */
  readonly doors: readonly string[];
  /** All processes of the product, at addresses of their own. */
  readonly processes: readonly { url: string; running: boolean }[];
  readonly targets: Targets;
  readonly victims: ReadonlyMap<string, Victim>;
  readonly links: ReadonlyMap<string, Link>;
  readonly feedTokens: Record<SentFeed, string>;
  readonly readToken: string;
  /** Asks the database itself, past the product and every line. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Ends everything; what its programs said stays when asked for. */
  close(keepLogs: boolean): Promise<void>;
}
