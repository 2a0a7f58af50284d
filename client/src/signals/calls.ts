import { CALLED_AT_LEVEL, isUnacknowledged, SEVERITIES, type Alert, type Role, type Severity } from '@rearguard/shared';

/** How long after a sound the same alerts sound again while nobody takes them; null: never. */
const AGAIN_MS: Record<Severity, number | null> = { critical: 6_000, high: 30_000, medium: null, info: null };
/** The same for what somebody took and did not assess in time: they know of it, and may be in the middle of it. */
const LATE_AGAIN_MS: Record<Severity, number | null> = { critical: 60_000, high: 300_000, medium: null, info: null };
/** Many at once are one sound. */
const APART_MS = 1_500;

/** Who watches over the work of all others, and hears of it when it stands still. */
const OVERSEER: Role = 'watch-officer';

/** True once somebody has taken it and let the time for an assessment pass. Whatever is done with it then ends this. */
export const isLate = (alert: Alert): boolean => alert.state === 'acknowledged' && alert.overdue;

/**
 * True while nobody has taken it and the level that it has reached calls this role; and while it is late, for who holds
 * it and for the watch officer.
 */
export function calls(alert: Alert, role: Role, personId: string): boolean {
  if (isLate(alert)) return role === OVERSEER || alert.holder?.personId === personId;
  return isUnacknowledged(alert) && CALLED_AT_LEVEL[alert.level]!.includes(role);
}

/** What is rung for once: raised anew, each level and running late are news. */
const newsOf = (alert: Alert): string =>
  `${alert.id} ${alert.lastRaisedAt} ${alert.level} ${alert.severity}${isLate(alert) ? ' late' : ''}`;

export interface Ring {
  severity: Severity;
  /** The alerts that are news since the last ring, gravest first; none when it only repeats. */
  fresh: Alert[];
}

/** Decides when an alert is to be heard. Judged from the picture, so that nothing missed stays silent. */
export class Bell {
  #rung = new Set<string>();
  #lastMs = -Infinity;
  /** When one that is late was last heard. */
  #lastLateMs = -Infinity;
  #waitingFresh: Alert[] = [];

  /**
   * @param waiting every alert that calls this person now
   * @param atMs milliseconds that never jump
   */
  look(waiting: readonly Alert[], atMs: number): Ring | null {
    const news = new Set(waiting.map(newsOf));
    for (const alert of waiting) if (!this.#rung.has(newsOf(alert))) this.#waitingFresh.push(alert);
    this.#rung = news;
    const since = atMs - this.#lastMs;
    const still = new Set(waiting.map(({ id }) => id));
    this.#waitingFresh = this.#waitingFresh.filter(({ id }) => still.has(id));
    if (this.#waitingFresh.length > 0) {
      if (since < APART_MS) return null;
      const fresh = this.#waitingFresh.sort(byGravity);
      this.#waitingFresh = [];
      this.#lastMs = atMs;
      if (fresh.some(isLate)) this.#lastLateMs = atMs;
      return { severity: fresh[0]!.severity, fresh };
    }
    if (since < APART_MS) return null;
    const untaken = waiting.filter((alert) => !isLate(alert));
    const late = dueAgain(waiting.filter(isLate), LATE_AGAIN_MS, atMs - this.#lastLateMs);
    const again = [dueAgain(untaken, AGAIN_MS, since), late];
    const severity = SEVERITIES.find((one) => again.includes(one));
    if (severity === undefined) return null;
    this.#lastMs = atMs;
    if (late !== null) this.#lastLateMs = atMs;
    return { severity, fresh: [] };
  }
}

/** The gravest of some alerts, when it has been quiet for long enough to sound again. */
function dueAgain(alerts: readonly Alert[], againMs: typeof AGAIN_MS, sinceMs: number): Severity | null {
  const gravest = SEVERITIES.find((one) => alerts.some(({ severity }) => severity === one));
  const again = gravest === undefined ? null : againMs[gravest];
  return again === null || sinceMs < again ? null : gravest!;
}

const byGravity = (a: Alert, b: Alert): number => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
