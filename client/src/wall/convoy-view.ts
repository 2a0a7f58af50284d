import type { Convoy, EpochMs, Route, UnitFacts } from '@rearguard/shared';

/** Limit for a convoy whose head is not known to us; the usual one of a tracker. */
const DEFAULT_STALE_AFTER_S = 3_600;

/** A convoy as the page looks at it now: its age is reckoned at every look, whatever was last told. */
export interface ConvoyView {
  convoy: Convoy;
  route: Route | null;
  lastReportAt: EpochMs | null;
  /** Age of the head's last report in room milliseconds; null when it never reported. */
  ageMs: number | null;
  /** On the road and silent for longer than its limit. */
  stale: boolean;
  haltedMs: number | null;
  /** Share of the way that the head has behind it, 0 to 1. */
  progress: number;
}

/** A convoy that came in longer ago than this is history, and no longer watched. */
const WATCHED_AFTER_ARRIVAL_MS = 24 * 3_600_000;

export function isOver({ convoy }: ConvoyView, now: EpochMs): boolean {
  const arrivedAt = parse(convoy.arrivedAt);
  return convoy.state === 'arrived' && arrivedAt !== null && now - arrivedAt > WATCHED_AFTER_ARRIVAL_MS;
}

const parse = (instant: string | null): EpochMs | null => (instant === null ? null : Date.parse(instant));

/** @param headAt the head's newest position by the track frames, which may be ahead of the convoy's last change */
export function viewConvoy(
  convoy: Convoy,
  route: Route | null,
  head: UnitFacts | null,
  headAt: EpochMs | null,
  now: EpochMs,
): ConvoyView {
  const told = parse(convoy.lastReportAt);
  const lastReportAt = headAt === null ? told : Math.max(headAt, told ?? 0);
  const ageMs = lastReportAt === null ? null : Math.max(0, now - lastReportAt);
  const limitMs = (head?.staleAfterS ?? DEFAULT_STALE_AFTER_S) * 1_000;
  const haltedSince = parse(convoy.haltedSince);
  return {
    convoy,
    route,
    lastReportAt,
    ageMs,
    stale: convoy.state === 'departed' && (ageMs === null ? convoy.stale : ageMs > limitMs),
    haltedMs: haltedSince === null || convoy.state !== 'departed' ? null : Math.max(0, now - haltedSince),
    progress:
      convoy.state === 'arrived' ? 1 : Math.min(1, Math.max(0, (convoy.headKm ?? 0) / Math.max(convoy.kmTotal, 0.001))),
  };
}

const STATE_ORDER: Record<Convoy['state'], number> = { departed: 0, planned: 1, arrived: 2 };

/** On the road first, by departure; then what leaves next; then what arrived last. */
export function byInterest(a: ConvoyView, b: ConvoyView): number {
  const states = STATE_ORDER[a.convoy.state] - STATE_ORDER[b.convoy.state];
  if (states !== 0) return states;
  const [x, y] = [a, b].map(({ convoy }) =>
    Date.parse(convoy.arrivedAt ?? convoy.departedAt ?? convoy.plannedDepartureAt),
  );
  const order = a.convoy.state === 'arrived' ? y! - x! : x! - y!;
  return order !== 0 ? order : a.convoy.id.localeCompare(b.convoy.id);
}
