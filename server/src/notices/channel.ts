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

/** The reason in one line that holds no secret and no more than a screen can show. */
export function faultOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text.replace(/\p{C}+/gu, ' ').slice(0, 300) || 'failed without a word';
}
