import { type Alert, type Comms, type EpochMs, isOpen, type Severity, type Site } from '@rearguard/shared';

/** One line of the board. */
export interface CommsRow {
  comms: Comms;
  /** Null for a convoy. */
  site: Site | null;
  /** Of the open alert about a check that was missed; without one, high while checks are missing. */
  severity: Severity | null;
}

/** Who is not heard first, then who is heard next; who is not on watch comes last. */
export function boardOf(
  comms: Readonly<Record<string, Comms>>,
  sites: Readonly<Record<string, Site>>,
  alerts: Iterable<Alert>,
): CommsRow[] {
  const calls = new Map<string, Severity>();
  for (const alert of alerts) {
    if (alert.kind !== 'radio_check_missed' || !isOpen(alert) || alert.eased) continue;
    for (const { type, id } of alert.subjects) calls.set(`${type}:${id}`, alert.severity);
  }
  return Object.values(comms)
    .map((one) => ({
      comms: one,
      site: one.subject.type === 'site' ? (sites[one.subject.id] ?? null) : null,
      severity: one.misses === 0 ? null : (calls.get(one.id) ?? ('high' as const)),
    }))
    .sort(
      (a, b) =>
        b.comms.misses - a.comms.misses || later(dueOf(a.comms), dueOf(b.comms)) || (a.comms.id < b.comms.id ? -1 : 1),
    );
}

/** Milliseconds to the next check; negative once it is due. Null while none is waited for. */
export function leftOf({ nextDueAt }: Comms, now: EpochMs): number | null {
  return nextDueAt === null ? null : Date.parse(nextDueAt) - now;
}

function dueOf({ nextDueAt }: Comms): number {
  return nextDueAt === null ? Number.POSITIVE_INFINITY : Date.parse(nextDueAt);
}

/** Two that wait for nothing are equal; a difference of infinities is no number. */
function later(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
