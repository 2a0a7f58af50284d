import {
  type Alert,
  AWAY_ROWS,
  type Convoy,
  type EpochMs,
  type Incident,
  type InstantOut,
  isOpen,
  type LogEntry,
  SEVERITIES,
  type Severity,
  severityRank,
  type ShiftNews,
  type Site,
  type WhatChanged,
} from '@rearguard/shared';

/** A subject that changed: how it stood before (null: it was not there), how it stands, and when it came to that. */
export interface Changed<Body> {
  id: string;
  before: Body | null;
  after: Body;
  /** When it first was in the state in which it now is. */
  at: InstantOut;
}

export interface Told {
  alerts: readonly Changed<Alert>[];
  convoys: readonly Changed<Convoy>[];
  incidents: readonly Changed<Incident>[];
  sites: readonly Changed<Site>[];
  shifts: readonly Changed<ShiftNews>[];
  /** Newest first. */
  log: readonly Pick<LogEntry, 'id' | 'at' | 'text'>[];
  /** Severities of all that are open at the end. */
  open: readonly Severity[];
}

type Counts = Record<Severity, number>;

/** What a tired person must know: the worst first, a few rows of each kind, and how many more there are. */
export function whatChanged(told: Told, rows = AWAY_ROWS): Omit<WhatChanged, 'from' | 'to'> {
  const news = told.alerts.filter(isNews);
  const raised = news.filter(({ before }) => before === null);
  const closed = news.filter(({ before, after }) => !isOpen(after) && (before === null || isOpen(before)));
  const convoys = told.convoys.filter(({ before, after }) => before?.state !== after.state);
  const sites = told.sites.filter(({ before, after }) => before !== null && before.state !== after.state);
  // One that raised an alert is told by it.
  const alerted = new Set(news.map(({ id }) => id));
  const incidents = told.incidents.filter(({ before, after }) => before === null && !alerted.has(after.alertId ?? ''));
  const shifts = told.shifts.filter(({ before, after }) => before?.state !== after.state && after.state === 'on_watch');
  return {
    alerts: {
      raised: count(raised.map(({ after }) => after.severity)),
      closed: closed.length,
      open: count(told.open),
      rows: sorted(news, ({ after }) => [isOpen(after) ? 0 : 1, severityRank(after.severity)])
        .slice(0, rows)
        .map(({ id, before, after }) => ({
          id,
          kind: after.kind,
          severity: after.severity,
          state: after.state,
          text: after.text,
          at: after.lastRaisedAt,
          raisedAnew: before !== null && after.raises > before.raises,
        })),
    },
    incidents: {
      total: incidents.length,
      rows: sorted(incidents, ({ after }) => [severityRank(after.severity)])
        .slice(0, rows)
        .map(({ id, after }) => ({
          id,
          kind: after.kind,
          severity: after.severity,
          text: after.text,
          at: after.observedAt,
        })),
    },
    convoys: counted(convoys, rows, ({ id, before, after, at }) => ({
      id,
      from: before?.state ?? null,
      to: after.state,
      lateMin: after.lateMin,
      at,
    })),
    sites: counted(sites, rows, ({ id, before, after, at }) => ({
      id,
      from: before?.state ?? null,
      to: after.state,
      at,
    })),
    shifts: counted(shifts, rows, ({ id, after, at }) => ({ id, post: after.post, to: after.state, at })),
    log: { total: told.log.length, rows: told.log.slice(0, rows).map(({ id, at, text }) => ({ id, at, text })) },
  };
}

/** Raised, raised anew, worse or over: what else happens to an alert in the hands of others is no news. */
function isNews({ before, after }: Changed<Alert>): boolean {
  if (before === null) return true;
  return after.raises > before.raises || isOpen(before) !== isOpen(after) || before.severity !== after.severity;
}

function count(severities: readonly Severity[]): Counts {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Counts;
  for (const severity of severities) counts[severity] += 1;
  return counts;
}

function counted<Item extends { at: InstantOut }, Row>(
  items: readonly Item[],
  rows: number,
  rowOf: (item: Item) => Row,
) {
  const newest = sorted(items, () => []);
  return { total: items.length, rows: newest.slice(0, rows).map(rowOf) };
}

/** By these keys, smaller first, and then newest first. */
function sorted<Item extends { at: InstantOut }>(items: readonly Item[], keysOf: (item: Item) => number[]): Item[] {
  const time = (item: Item): EpochMs => Date.parse(item.at);
  return [...items].sort((a, b) => {
    const [left, right] = [keysOf(a), keysOf(b)];
    const at = left.findIndex((key, i) => key !== right[i]);
    return at < 0 ? time(b) - time(a) : left[at]! - right[at]!;
  });
}
