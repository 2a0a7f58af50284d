import type { DossierKind } from '@rearguard/shared';
import type { DossierReport } from '../dossiers/domain/report.js';

export const D0 = Date.parse('2023-10-20T00:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A report of a feed, so many hours after {@link D0}. */
export function told(
  kind: DossierKind,
  state: string | null,
  atHours: number,
  over: Partial<DossierReport> = {},
): DossierReport {
  const observedAt = D0 + atHours * HOUR;
  return {
    kind,
    subjectId: 'X-1',
    reportId: `${state ?? 'facts'} ${atHours}`,
    state,
    reason: null,
    observedAt,
    receivedAt: observedAt,
    source: 'test',
    way: 'feed',
    who: { kind: 'feed', name: 'test', role: null },
    late: false,
    facts: {},
    ...over,
  };
}

/** An approval that holds for so many hours. */
export function approval(atHours: number, forHours: number): DossierReport {
  const from = D0 + atHours * HOUR;
  return told('flight-request', 'approved', atHours, { facts: { window: { from, to: from + forHours * HOUR } } });
}
