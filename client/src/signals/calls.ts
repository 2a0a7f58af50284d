import { CALLED_AT_LEVEL, isUnacknowledged, SEVERITIES, type Alert, type Role, type Severity } from '@rearguard/shared';

/** How long after a sound the same alerts sound again while nobody takes them; null: never. */
const AGAIN_MS: Record<Severity, number | null> = { critical: 6_000, high: 30_000, medium: null, info: null };
/** Many at once are one sound. */
const APART_MS = 1_500;

/** True while nobody has taken it and the level that it has reached calls this role. */
export function calls(alert: Alert, role: Role): boolean {
  return isUnacknowledged(alert) && CALLED_AT_LEVEL[alert.level]!.includes(role);
}

/** What is rung for once: raised anew and each level are news. */
const newsOf = (alert: Alert): string => `${alert.id} ${alert.lastRaisedAt} ${alert.level} ${alert.severity}`;

export interface Ring {
  severity: Severity;
  /** The alerts that are news since the last ring, gravest first; none when it only repeats. */
  fresh: Alert[];
}

/** Decides when an alert is to be heard. Judged from the picture, so that nothing missed stays silent. */
export class Bell {
  #rung = new Set<string>();
  #lastMs = -Infinity;
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
      return { severity: fresh[0]!.severity, fresh };
    }
    const severity = SEVERITIES.find((one) => waiting.some((alert) => alert.severity === one));
    const again = severity === undefined ? null : AGAIN_MS[severity];
    if (again === null || since < again) return null;
    this.#lastMs = atMs;
    return { severity: severity!, fresh: [] };
  }
}

const byGravity = (a: Alert, b: Alert): number => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
