import type { NoticeBody, NoticeChannel } from '@rearguard/shared';
import type { NoticeSettings } from './notice-settings.js';

/** A way out of the room. */
export interface Channel {
  readonly name: NoticeChannel;
  /** The host that it leads to, as things are set; null: it is not set up. */
  hostOf(settings: NoticeSettings): string | null;
  /**
   * Hands a notice over, and returns once the other side has said yes.
   * @throws Error with a reason that may be shown to an administrator
   */
  send(body: NoticeBody, address: string, settings: NoticeSettings): Promise<void>;
}

/** What a failure says of itself; the one below it usually says more. */
interface Failure {
  cause?: unknown;
  message?: string;
  code?: string;
}

/** The reason in one line, no longer than a screen can show. */
export function faultOf(fault: unknown): string {
  const { cause, message, code } = (typeof fault === 'object' && fault !== null ? fault : {}) as Failure;
  if (cause !== undefined && cause !== null) return faultOf(cause);
  const text = message || code || String(fault);
  return text.replace(/\p{C}+/gu, ' ').slice(0, 300);
}
