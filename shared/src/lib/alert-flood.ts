import type { Alert } from '../model/alert.js';
import { FLOOD_ABOVE, FLOOD_WINDOW_MS, SEVERITY_LIMITS } from '../model/alert-limits.js';
import type { EpochMs } from '../model/instant.js';
import { type Severity, worst } from '../model/severity.js';
import { isOpen } from './alert-life.js';

/** Alerts of one kind, shown as one line in a flood. */
export interface AlertGroup {
  kind: Alert['kind'];
  severity: Severity;
  alerts: Alert[];
}

export interface AlertList {
  /** True while more new alerts came in than a person can take one by one. */
  flood: boolean;
  single: Alert[];
  groups: AlertGroup[];
}

/** More than ten raised in the last ten minutes. */
export function isFlood(alerts: Iterable<Pick<Alert, 'raisedAt'>>, now: EpochMs): boolean {
  let fresh = 0;
  for (const { raisedAt } of alerts) {
    const at = Date.parse(raisedAt);
    if (at > now - FLOOD_WINDOW_MS && at <= now) fresh += 1;
  }
  return fresh > FLOOD_ABOVE;
}

/** The open alerts as a list: each alone, or in a flood by kind. Critical ones stay single; a group has two at least. */
export function alertList(alerts: readonly Alert[], now: EpochMs): AlertList {
  const open = alerts.filter(isOpen);
  if (!isFlood(alerts, now)) return { flood: false, single: open, groups: [] };
  const byKind = new Map<Alert['kind'], AlertGroup>();
  const single: Alert[] = [];
  for (const alert of open) {
    if (SEVERITY_LIMITS[alert.severity].alwaysSingle) {
      single.push(alert);
      continue;
    }
    const group = byKind.get(alert.kind);
    if (!group) byKind.set(alert.kind, { kind: alert.kind, severity: alert.severity, alerts: [alert] });
    else {
      group.severity = worst(group.severity, alert.severity);
      group.alerts.push(alert);
    }
  }
  const groups = [...byKind.values()];
  single.push(...groups.filter(({ alerts: members }) => members.length === 1).flatMap((group) => group.alerts));
  return { flood: true, single, groups: groups.filter(({ alerts: members }) => members.length > 1) };
}
