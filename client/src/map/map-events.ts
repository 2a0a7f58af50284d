import { isOpen, isUnacknowledged, severityRank, type Alert, type Severity } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';
import { titleOf } from '../desk/alert-words.js';
import type { Room } from '../wall/room.svelte.js';
import type { SceneEvent } from './scene.js';

const HOUR_MS = 3_600_000;
/** An incident leaves the map after this; it stays in the lists. */
const SHOWN_MS = 72 * HOUR_MS;
/** Marks beyond these would cover one another; those that are graver and newer come first. */
const AT_MOST = 150;
/** What has no name on the map is still a mark. */
const NAMED = 12;

interface Candidate {
  id: string;
  alert: Alert | null;
  severity: Severity;
  filled: boolean;
  since: number;
  name: () => string;
  at: SceneEvent['at'];
}

/** Open alerts and the incidents of the last three days, each with its severity's shape at its place. */
export function mapEvents(room: Room, i18n: I18n): SceneEvent[] {
  const now = room.now ?? 0;
  const { picture } = room.live;
  const found: Candidate[] = [];
  const told = new Set<string>();
  for (const alert of picture.alerts.values()) {
    for (const { type, id } of alert.subjects) if (type === 'incident') told.add(id);
    if (!isOpen(alert)) continue;
    const at = room.placeOf(alert);
    if (at === null) continue;
    const since = Date.parse(alert.observedAt);
    const name = () => titleOf(alert, room);
    found.push({ id: alert.id, alert, severity: alert.severity, filled: isUnacknowledged(alert), since, name, at });
  }
  for (const incident of Object.values(picture.incidents)) {
    const since = Date.parse(incident.observedAt);
    if (told.has(incident.id) || incident.lat === null || incident.lon === null || now - since > SHOWN_MS) continue;
    found.push({
      id: incident.id,
      alert: null,
      severity: incident.severity,
      filled: now - since < HOUR_MS,
      since,
      name: () => i18n.m.desk.kind[incident.kind],
      at: { lat: incident.lat, lon: incident.lon },
    });
  }
  const looked = room.event?.alertId;
  found.sort(
    (a, b) =>
      Number(b.id === looked) - Number(a.id === looked) ||
      severityRank(a.severity) - severityRank(b.severity) ||
      Number(b.filled) - Number(a.filled) ||
      b.since - a.since,
  );
  let named = 0;
  return found.slice(0, AT_MOST).map(({ id, alert, at, severity, filled, name, since }) => {
    const known = alert !== null && id !== looked && saidByConvoys(alert, room);
    const text = known || named++ >= NAMED ? null : [name(), i18n.format.span(now - since)].join(i18n.m.listAnd);
    return { id, at, severity, filled, looked: id === looked, text };
  });
}

/** It is about convoys alone, each of which stands beside its mark and says itself what is wrong with it. */
function saidByConvoys({ severity, subjects }: Alert, room: Room): boolean {
  if (severity === 'critical' || subjects.length === 0) return false;
  const onTheRoad = new Set(
    room.convoys.flatMap(({ convoy }) =>
      convoy.state === 'departed' && room.problems.has(convoy.id) ? convoy.id : [],
    ),
  );
  return subjects.every(({ type, id }) => type === 'convoy' && onTheRoad.has(id));
}
