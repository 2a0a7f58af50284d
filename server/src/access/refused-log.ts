import { Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import { SystemClock } from '../platform/clock/clock.js';
import type { Problem } from '../platform/http/problem.js';

const MINUTE_MS = 60_000;
/** Lines in a minute; whoever hammers at a door must not fill the disk. */
export const MOST_LINES = 60;

/** Writes down who was refused what: the first trace of somebody who tries doors. */
@Injectable()
export class RefusedLog {
  readonly #log = new Logger('access');
  #minute = 0;
  #lines = 0;

  constructor(private readonly time: SystemClock) {}

  /** @param from network address */
  note({ method, path, identity }: Pick<Request, 'method' | 'path' | 'identity'>, from: string, why: Problem): void {
    const minute = Math.floor(this.time.now() / MINUTE_MS);
    if (minute !== this.#minute) [this.#minute, this.#lines] = [minute, 0];
    this.#lines += 1;
    if (this.#lines > MOST_LINES) return;
    const last = this.#lines === MOST_LINES ? '; more in this minute are not written' : '';
    this.#log.warn(
      `refused ${why.status} ${why.body.code}: ${method} ${path} by ${whoIs(identity)} from ${from}${last}`,
    );
  }
}

/** By id: names stay in the audit record. */
function whoIs(identity: Request['identity']): string {
  if (identity === undefined) return 'nobody known';
  return identity.kind === 'person' ? `person ${identity.personId}` : `token ${identity.tokenId}`;
}
