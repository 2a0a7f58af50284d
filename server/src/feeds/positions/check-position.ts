import { PositionReport } from '@rearguard/shared';
import { type CheckContext, type Checked, fromIssue, judgeTime, looksSwapped, refuse } from '../check-report.js';
import { keyOf } from '../report-keys.js';
import type { AcceptedPosition } from './accepted-position.js';
import { contentKeyOf } from './content-key.js';
import { isPlainReport } from './plain-report.js';

/**
 * Readings are kept to a hundredth of a km/h or degree and a tenth of a metre: more than any device knows, and what history
 * holds in single precision without changing a digit. Else a unit would be shown otherwise after a restart.
 */
const HUNDREDTHS = 100;
const TENTHS = 10;

/** Checks one report by itself: shape, place, time; gives it its identity and, in an exercise, the exercise's time. */
export function checkPosition(raw: unknown, context: CheckContext): Checked<AcceptedPosition> {
  let given: PositionReport;
  if (isPlainReport(raw)) given = raw;
  else {
    const parsed = PositionReport.safeParse(raw);
    if (!parsed.success) return { ok: false, refused: fromIssue(parsed.error.issues[0]!, raw) };
    given = parsed.data;
  }
  if (looksSwapped(given, context.area)) {
    return refuse('/lat', 'coordinates-swapped', `${given.lat} and lon ${given.lon} look swapped`);
  }

  const time = judgeTime(given.observedAt, context);
  if (!time.ok) return time;
  const { observedAt, moved } = time;

  const { reportId } = given;
  const contentKey = contentKeyOf(given);
  return {
    ok: true,
    report: {
      unitId: given.unitId,
      lat: given.lat,
      lon: given.lon,
      observedAt,
      receivedAt: context.receivedAt ?? context.now,
      speedKmh: rounded(given.speedKmh, HUNDREDTHS),
      courseDeg: rounded(given.courseDeg, HUNDREDTHS),
      altitudeM: rounded(given.altitudeM, TENTHS),
      accuracyM: rounded(given.accuracyM, TENTHS),
      convoyId: given.convoyId ?? null,
      callsign: given.callsign ?? null,
      symbol: given.symbol ?? null,
      reportKey: reportId === undefined ? contentKey : keyOf(`id ${reportId}`),
      contentKey,
      reportId: reportId ?? null,
      sourceObservedAt: moved ? given.observedAt : null,
    },
  };
}

function rounded(value: number | undefined, steps: number): number | null {
  return value === undefined ? null : Math.round(value * steps) / steps;
}
