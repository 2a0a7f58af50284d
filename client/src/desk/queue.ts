import {
  type Alert,
  alertList,
  type EpochMs,
  isOpen,
  isUnacknowledged,
  type AlertGroup,
  severityRank,
} from '@rearguard/shared';

const MINUTE_MS = 60_000;

/** Parts of the queue, in their order. */
export const SECTIONS = ['now', 'soon', 'hour', 'later', 'unlimited', 'shelved', 'closed'] as const;
export type Section = (typeof SECTIONS)[number];

export type Row =
  | { kind: 'head'; id: string; section: Section; count: number }
  | { kind: 'alert'; id: string; alert: Alert; inGroup: boolean }
  | { kind: 'group'; id: string; group: AlertGroup; first: Alert; open: boolean };
/** What can be selected. */
export type Selectable = Exclude<Row, { kind: 'head' }>;

/** Read once for each version: an alert is never changed in place. */
const dues = new WeakMap<Alert, number>();
export function dueOf(alert: Alert): EpochMs {
  let due = dues.get(alert);
  if (due === undefined) dues.set(alert, (due = alert.dueAt === null ? Infinity : Date.parse(alert.dueAt)));
  return due;
}

/** Nobody has taken it and lives may hang on it. */
export const isCallingNow = (alert: Alert): boolean => alert.severity === 'critical' && isUnacknowledged(alert);

const rank = (alert: Alert): number => {
  if (!isOpen(alert)) return 4;
  if (alert.state === 'shelved') return 3;
  if (isCallingNow(alert)) return 0;
  return alert.dueAt === null ? 2 : 1;
};

/** Critical ones that nobody took first, then what is due next; what has no limit by gravity, shelved ones last. */
export function byDue(a: Alert, b: Alert): number {
  const [da, db] = [dueOf(a), dueOf(b)];
  return (
    rank(a) - rank(b) ||
    (da === db ? 0 : da - db) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** In which part of the queue it stands at an instant. */
export function sectionOf(alert: Alert, now: EpochMs): Section {
  if (!isOpen(alert)) return 'closed';
  if (alert.state === 'shelved') return 'shelved';
  if (isCallingNow(alert)) return 'now';
  if (alert.dueAt === null) return 'unlimited';
  const left = dueOf(alert) - now;
  return left <= 0 ? 'now' : left <= 5 * MINUTE_MS ? 'soon' : left <= 60 * MINUTE_MS ? 'hour' : 'later';
}

/** Gives the head of a part, and begins a new one in the rows when it is another than the last. */
function headsIn(rows: Row[]): (section: Section) => { count: number } {
  let last: (Row & { kind: 'head' }) | null = null;
  return (section) => {
    if (last?.section !== section) rows.push((last = { kind: 'head', id: `head:${section}`, section, count: 0 }));
    return last;
  };
}

export interface Queue {
  rows: readonly Row[];
  flood: boolean;
  open: number;
}

/**
 * The queue as rows with the heads of its parts; in a flood those of one kind are one row, unless it was opened.
 * @param opened kinds whose groups show their members
 */
export function queueOf(alerts: Iterable<Alert>, now: EpochMs, opened: ReadonlySet<string>): Queue {
  const list = alertList([...alerts], now);
  const units: { alert: Alert; group: AlertGroup | null }[] = list.single.map((alert) => ({ alert, group: null }));
  for (const group of list.groups) {
    group.alerts.sort(byDue);
    units.push({ alert: group.alerts[0]!, group });
  }
  units.sort((a, b) => byDue(a.alert, b.alert));
  const rows: Row[] = [];
  const head = headsIn(rows);
  let open = 0;
  for (const { alert, group } of units) {
    const count = group?.alerts.length ?? 1;
    head(sectionOf(alert, now)).count += count;
    open += count;
    if (group === null) rows.push({ kind: 'alert', id: alert.id, alert, inGroup: false });
    else {
      const shown = opened.has(group.kind);
      rows.push({ kind: 'group', id: `group:${group.kind}`, group, first: alert, open: shown });
      if (shown) for (const one of group.alerts) rows.push({ kind: 'alert', id: one.id, alert: one, inGroup: true });
    }
  }
  return { rows, flood: list.flood, open };
}

/** Those that say something, open and closed, each alone. */
export function found(
  alerts: Iterable<Alert>,
  now: EpochMs,
  query: string,
  textOf: (alert: Alert) => string,
): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = [...alerts]
    .filter((alert) => {
      const text = textOf(alert).toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort(byDue);
  const rows: Row[] = [];
  const head = headsIn(rows);
  for (const alert of hits) {
    head(sectionOf(alert, now)).count += 1;
    rows.push({ kind: 'alert', id: alert.id, alert, inGroup: false });
  }
  return rows;
}
