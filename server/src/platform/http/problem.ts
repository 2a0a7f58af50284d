import type { ErrorBody } from '@rearguard/shared';

/** A refusal that goes to the client as it is; anything else that is thrown becomes a bare 500. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    /** Seconds; sent as Retry-After, which 429 and 503 carry. */
    readonly retryAfterS?: number,
  ) {
    super(body.message);
  }
}
