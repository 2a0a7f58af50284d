import type { Alert, AlertAction, AlertEntry, Role } from '@rearguard/shared';
import { all, ask } from '../api.js';

/** Longer than this nobody waits for a yes; what then became of it, the picture tells. */
const ANSWER_MS = 8_000;

/** Somebody who can be given an alert. */
export interface Assignable {
  id: string;
  name: string;
  role: Role;
}

/** The room's HTTP side, as far as the desk needs it. */
export const deskApi = {
  act: (id: string, action: AlertAction, body: Record<string, unknown>) =>
    ask<Alert>(`/api/alerts/${encodeURIComponent(id)}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    }),
  history: (id: string) => all<AlertEntry>(`/api/alerts/${encodeURIComponent(id)}/history`),
  people: () => all<Assignable>('/api/people'),
};
