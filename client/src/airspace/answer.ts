import { ALERT_RULE_TABLE, type EpochMs, type FlightRequest } from '@rearguard/shared';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long an answer may take, by what the flight is for. */
export function answerLimitMs({ purpose, urgent }: Pick<FlightRequest, 'purpose' | 'urgent'>): number {
  const { limits } = ALERT_RULE_TABLE.approval_overdue;
  if (purpose === 'medevac') return limits['medevacMin']!.standard * MINUTE_MS;
  return limits[urgent ? 'urgentH' : 'routineH']!.standard * HOUR_MS;
}

/** Handed in, and nobody has answered. */
export function isWaiting({ state }: FlightRequest): boolean {
  return state === 'submitted' || state === 'under_review';
}

/** When the answer is due; null while none is waited for. */
export function answerDueAt(request: FlightRequest): EpochMs | null {
  if (!isWaiting(request)) return null;
  return Date.parse(request.submittedAt ?? request.since) + answerLimitMs(request);
}

/** How long it took; null without an answer. */
export function answeredAfterMs({ submittedAt, answeredAt }: FlightRequest): number | null {
  return submittedAt === null || answeredAt === null ? null : Date.parse(answeredAt) - Date.parse(submittedAt);
}

/** What the board says of all requests in its head. */
export function tallyOf(requests: readonly FlightRequest[], now: EpochMs) {
  const waiting = requests.filter(isWaiting);
  const answered = requests.filter(({ answeredAt }) => answeredAt !== null);
  const took = answered.map(answeredAfterMs).filter((ms) => ms !== null);
  took.sort((a, b) => a - b);
  return {
    waiting: waiting.length,
    over: waiting.filter((request) => answerDueAt(request)! <= now).length,
    answered: answered.length,
    approved: answered.filter(({ state }) => state === 'approved' || state === 'used' || state === 'expired').length,
    medianMs: took.length === 0 ? null : took[Math.floor((took.length - 1) / 2)]!,
  };
}
