import type {
  AwayReply,
  LogEntry,
  OnDutyReply,
  Page,
  RosterImported,
  Shift,
  ShiftAct,
  ShiftActInput,
  ShiftView,
} from '@rearguard/shared';
import { ask } from '../api.js';

/** Longer than this nobody waits for a yes. */
const ANSWER_MS = 8_000;

function send<Answer>(path: string, body: unknown): Promise<Answer> {
  return ask<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
}

const shiftPath = (id: string): string => `/api/shifts/${encodeURIComponent(id)}`;

/** The room's HTTP side, as far as shifts, handover and watch log need it. */
export const diaryApi = {
  onDuty: () => ask<OnDutyReply>('/api/roster/on-duty'),
  shift: (id: string) => ask<ShiftView>(shiftPath(id)),
  act: <Act extends ShiftAct>(id: string, act: Act, body: ShiftActInput<Act>) =>
    send<Shift>(`${shiftPath(id)}/${act}`, body),
  take: () => send<Shift>('/api/shifts/take', {}),
  log: async () => (await ask<Page<LogEntry>>('/api/log?limit=100')).items,
  write: (line: { text: string; source?: string; observedAt?: string; corrects?: string }) =>
    send<LogEntry>('/api/log', line),
  importRoster: (calendar: string) => send<RosterImported>('/api/roster/import', { calendar }),
  away: () => ask<AwayReply>('/api/away'),
  seen: (readUpTo?: number) => send<undefined>('/api/away/seen', readUpTo === undefined ? {} : { readUpTo }),
};
