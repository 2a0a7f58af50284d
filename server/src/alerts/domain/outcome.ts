import type { AlertAction } from '@rearguard/shared';
import type { Stepped } from './alert-record.js';

/** Why an act was not done. With `path` the fault lies in what was sent, otherwise in what the alert allows now. */
export interface Refused {
  code: string;
  message: string;
  path?: string;
  allowed?: AlertAction[];
}

export function refused(
  code: string,
  message: string,
  more: Pick<Refused, 'path' | 'allowed'>,
): { ok: false; refused: Refused } {
  return { ok: false, refused: { code, message, ...more } };
}

/** What became of an act: its steps, of the alert itself first, or why there are none. */
export type Acted = { ok: true; steps: Stepped[] } | { ok: false; refused: Refused };
