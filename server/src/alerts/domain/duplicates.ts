import {
  type Alert,
  distanceKm,
  DUPLICATE_WITHIN_KM,
  DUPLICATE_WITHIN_MS,
  isOpen,
  type MergeProposal,
} from '@rearguard/shared';

/**
 * Why two alerts may be one event, or null. Only reports of an event can be the same one twice; two rules that both found
 * something about a convoy found two things. Both ways ask for half an hour: two attacks of one day on the same convoy
 * are two.
 */
export function likeness(a: Alert, b: Alert): MergeProposal['why'] | null {
  if (a.id === b.id || !isOpen(a) || !isOpen(b) || !isReported(a) || !isReported(b)) return null;
  if (a.keptApartFrom.includes(b.id) || b.keptApartFrom.includes(a.id)) return null;
  if (Math.abs(Date.parse(a.observedAt) - Date.parse(b.observedAt)) > DUPLICATE_WITHIN_MS) return null;
  if (namesSameConvoy(a, b)) return 'same-convoy';
  return a.kind === b.kind && isNear(a, b) ? 'same-place' : null;
}

function isReported(alert: Alert): boolean {
  return alert.ruleId === 'security_report' || alert.ruleId === 'convoy_attacked';
}

function namesSameConvoy(a: Alert, b: Alert): boolean {
  return a.subjects.some(
    (one) => one.type === 'convoy' && b.subjects.some((other) => other.type === 'convoy' && other.id === one.id),
  );
}

function isNear(a: Alert, b: Alert): boolean {
  if (a.lat === null || a.lon === null || b.lat === null || b.lon === null) return false;
  return distanceKm({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon }) <= DUPLICATE_WITHIN_KM;
}
