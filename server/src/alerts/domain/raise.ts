import { type Alert, type EpochMs, toInstantOut, UNKNOWN_METHANE } from '@rearguard/shared';
import { type AlertRecord, type Doer, entryOf, type Stepped } from './alert-record.js';
import { acknowledgeBy } from './due.js';

/** What an alert is raised with. */
export type Raising = Pick<Alert, 'id' | 'severity' | 'kind' | 'ruleId' | 'subjects' | 'text' | 'source'> &
  Partial<Pick<Alert, 'facts' | 'lat' | 'lon' | 'place' | 'methane'>> & { observedAt: EpochMs };

/** A new alert. One that is critical has the fields of METHANE, unknown until said. */
export function raise(raising: Raising, at: EpochMs, who: Doer, messageId: string | null = null): Stepped {
  const { observedAt, ...given } = raising;
  const raisedAt = toInstantOut(at);
  const alert: Alert = {
    facts: {},
    lat: null,
    lon: null,
    place: null,
    methane: null,
    ...given,
    ...(given.severity === 'critical' && { methane: given.methane ?? UNKNOWN_METHANE }),
    version: 1,
    state: 'raised',
    observedAt: toInstantOut(observedAt),
    raisedAt,
    lastRaisedAt: raisedAt,
    raises: 1,
    ...acknowledgeBy(given.severity, at),
    level: 0,
    holder: null,
    acknowledgedAt: null,
    assessment: null,
    tasks: [],
    shelf: null,
    resolution: null,
    mergedInto: null,
    merged: [],
    proposals: [],
    keptApartFrom: [],
    eased: false,
    undoable: null,
  };
  const record: AlertRecord = { alert, before: null };
  const detail = { severity: alert.severity, subjects: alert.subjects, text: alert.text };
  const entry = entryOf(alert, null, { who, action: 'raise', at, observedAt, detail, messageId });
  return { record, entry, was: null };
}

/** What an alert loses when it is raised again: it asks anew for somebody to take it. */
export function raisedAgain(alert: Alert, severity: Alert['severity'], at: EpochMs): Partial<Alert> {
  return {
    severity,
    state: 'raised',
    level: 0,
    holder: null,
    acknowledgedAt: null,
    shelf: null,
    resolution: null,
    lastRaisedAt: toInstantOut(at),
    raises: alert.raises + 1,
    methane: severity === 'critical' ? (alert.methane ?? UNKNOWN_METHANE) : alert.methane,
    ...acknowledgeBy(severity, at),
    eased: false,
    undoable: null,
  };
}
