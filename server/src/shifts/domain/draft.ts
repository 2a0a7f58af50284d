import {
  type Alert,
  type Convoy,
  DUE_WITHIN_MS,
  type EpochMs,
  type FeedHealth,
  HANDOVER_SECTIONS,
  type HandoverItem,
  isOpen,
  type LogEntry,
  severityRank,
  type Site,
  type WhatChanged,
} from '@rearguard/shared';

/** What a handover is drafted from. */
export interface RoomAtHandover {
  alerts: readonly Alert[];
  convoys: readonly Convoy[];
  sites: readonly Site[];
  feeds: readonly FeedHealth[];
  /** Since the shift began. */
  changed: Pick<WhatChanged, 'alerts' | 'convoys' | 'sites' | 'incidents'>;
  /** Lines of the shift, oldest first. */
  log: readonly LogEntry[];
}

const SITE_CLOSES_WITHIN_MS = 3 * 86_400_000;

type Facts = HandoverItem['facts'];

/** Everything that the next officer must know, section by section, in each the most urgent first. */
export function draftItems(room: RoomAtHandover, now: EpochMs): HandoverItem[] {
  const open = room.alerts.filter(isOpen);
  const items = [
    ...open
      .filter(({ state }) => state !== 'shelved')
      .sort(byUrgency)
      .map(alertItem),
    ...open
      .filter(({ state }) => state === 'shelved')
      .sort(byUrgency)
      .map(shelvedItem),
    ...room.convoys
      .filter(({ state }) => state === 'departed')
      .sort(byId)
      .map(convoyItem),
    ...dueItems(open, room, now),
    ...room.feeds.filter(({ state }) => state === 'silent').map(feedItem),
    ...changedItems(room.changed),
    ...room.log.map(logItem),
  ];
  return items.sort((a, b) => HANDOVER_SECTIONS.indexOf(a.section) - HANDOVER_SECTIONS.indexOf(b.section));
}

function item(
  section: HandoverItem['section'],
  type: string,
  id: string,
  facts: Facts,
  more: Partial<HandoverItem> = {},
): HandoverItem {
  return { id: `${type}:${id}`, section, severity: null, subject: { type, id }, text: '', facts, tick: null, ...more };
}

function alertItem(alert: Alert): HandoverItem {
  const { id, severity, kind, state, raisedAt, level, dueAt, text, place } = alert;
  const facts = {
    kind,
    state,
    raisedAt,
    level,
    dueAt,
    place,
    holder: alert.holder?.name ?? null,
    convoy: convoyOf(alert),
  };
  return item('alerts', 'alert', id, facts, { severity, text });
}

function shelvedItem(alert: Alert): HandoverItem {
  const { id, severity, kind, text, shelf } = alert;
  return item(
    'shelved',
    'alert',
    id,
    { kind, until: shelf!.until, reason: shelf!.reason, by: shelf!.by },
    { severity, text },
  );
}

function convoyItem(convoy: Convoy): HandoverItem {
  const {
    id,
    fromPlaceId: from,
    toPlaceId: to,
    etaAt,
    lateMin,
    haltedSince,
    offRouteSince,
    stale,
    people,
    vehicles,
  } = convoy;
  return item('convoys', 'convoy', id, {
    from,
    to,
    etaAt,
    lateMin,
    haltedSince,
    offRouteSince,
    stale,
    people,
    vehicles,
  });
}

function feedItem({ feed, lastReceivedAt }: FeedHealth): HandoverItem {
  return item('feeds', 'feed', feed, { lastReceivedAt });
}

/** Promises, departures and closings, by the time at which they fall due. */
function dueItems(alerts: readonly Alert[], { convoys, sites }: RoomAtHandover, now: EpochMs): HandoverItem[] {
  const tasks = alerts.flatMap((alert) =>
    alert.tasks
      .filter(({ doneAt }) => doneAt === null)
      .map((task) =>
        item(
          'due',
          'task',
          `${alert.id}/${task.id}`,
          { alertId: alert.id, owner: task.owner, dueAt: task.dueAt, overdue: task.overdue },
          { text: task.text },
        ),
      ),
  );
  const departures = convoys
    .filter(
      ({ state, plannedDepartureAt }) => state === 'planned' && Date.parse(plannedDepartureAt) <= now + DUE_WITHIN_MS,
    )
    .map(({ id, plannedDepartureAt, fromPlaceId: from, toPlaceId: to }) =>
      item('due', 'departure', id, {
        dueAt: plannedDepartureAt,
        from,
        to,
        overdue: Date.parse(plannedDepartureAt) < now,
      }),
    );
  const closings = sites
    .filter(
      ({ state, plannedOn }) =>
        state !== 'closed' && plannedOn !== null && Date.parse(plannedOn) <= now + SITE_CLOSES_WITHIN_MS,
    )
    .map(({ id, plannedOn, state }) =>
      item('due', 'site', id, {
        dueAt: `${plannedOn!}T00:00:00.000Z`,
        on: plannedOn,
        state,
        overdue: Date.parse(plannedOn!) + 86_400_000 <= now,
      }),
    );
  return [...tasks, ...departures, ...closings].sort((a, b) =>
    String(a.facts['dueAt']).localeCompare(String(b.facts['dueAt'])),
  );
}

function changedItems({ alerts, convoys, sites, incidents }: RoomAtHandover['changed']): HandoverItem[] {
  return [
    ...incidents.rows.map(({ id, kind, severity, text, at }) =>
      item('changed', 'incident', id, { kind, at }, { severity, text }),
    ),
    ...alerts.rows
      .filter(({ state }) => !isOpen({ state: state as Alert['state'] }))
      .map(({ id, kind, severity, state, text, at }) =>
        item('changed', 'closed-alert', id, { kind, state, at }, { severity, text }),
      ),
    ...convoys.rows.map(({ id, from, to, at }) => item('changed', 'convoy-state', id, { from, to, at })),
    ...sites.rows.map(({ id, from, to, at }) => item('changed', 'site-state', id, { from, to, at })),
  ];
}

function logItem({ id, observedAt, who, text, source, corrects }: LogEntry): HandoverItem {
  return item('log', 'log', id, { observedAt, who: who.name, source, corrects }, { text });
}

function convoyOf({ subjects }: Alert): string | null {
  return subjects.find(({ type }) => type === 'convoy')?.id ?? null;
}

function byUrgency(a: Alert, b: Alert): number {
  return severityRank(a.severity) - severityRank(b.severity) || a.raisedAt.localeCompare(b.raisedAt);
}

const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);
