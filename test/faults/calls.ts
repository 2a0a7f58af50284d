import { setTimeout as pause } from 'node:timers/promises';
import { type Alert, toInstantOut } from '@rearguard/shared';
import type { Chance } from './chance.js';
import type { Fold } from './fold.js';
import type { Gateway } from './gateway.js';
import type { Topology } from './topology.js';
import { within } from './waiting.js';

const RAISED_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;
/** The sweeper looks several times a second: who should have been called that long ago is still waited for, and was lost. */
const LATE_S = 2;
const LOST_S = 20;

/** Nobody waits two minutes for an alert to climb: the time until which somebody must take it is put back. */
const PUT_BACK = `
  WITH put AS (
    UPDATE alert SET body = jsonb_set(body, '{dueAt}', to_jsonb($2::text)) WHERE cause = $1 AND version = 1 RETURNING id
  )
  UPDATE deadline SET due_at = $2::timestamptz FROM put WHERE kind = 'alert' AND subject = put.id RETURNING subject`;
const WRONGLY_RAISED = `
  SELECT told.id, (SELECT count(*) FROM incident i WHERE i.id = told.id)::int AS incidents,
    (SELECT count(*) FROM alert a JOIN alert_entry e ON e.alert_id = a.id
      WHERE a.cause = 'incident ' || told.id AND e.action = 'raise')::int AS raised
  FROM unnest($1::text[]) AS told(id)`;
const WRONGLY_CLIMBED = `
  SELECT alert_id AS id, string_agg(detail->>'level', ', ' ORDER BY id) AS levels FROM alert_entry
  WHERE action = 'escalate' GROUP BY alert_id
  HAVING count(*) <> count(DISTINCT detail->>'level') OR count(*) <> max((detail->>'level')::int)`;
const FORGOTTEN = `
  SELECT id FROM alert WHERE open AND state IN ('raised', 'escalated') AND NOT (body->>'overdue')::boolean
    AND (body->>'dueAt')::timestamptz < now() - make_interval(secs => $1)`;

/** Critical incidents, each with an alert that nobody takes: it must climb, one level at a time, each level once. */
export class Calls {
  readonly #incidents: string[] = [];

  constructor(
    private readonly room: Topology,
    private readonly gateway: Gateway,
    private readonly fold: Fold,
    private readonly chance: Chance,
  ) {}

  get newestId(): string {
    return this.#incidents.at(-1)!;
  }

  /** The newest alert, as the log tells it. */
  get newest(): Alert | null {
    const incidentId = this.#incidents.at(-1);
    const alerts = [...this.fold.bodies.alert.values()] as Alert[];
    return alerts.find(({ subjects }) => subjects.some(({ id }) => id === incidentId)) ?? null;
  }

  /** One more incident, whose alert must climb within the next `forMs`. */
  async ring(forMs: number): Promise<void> {
    const incidentId = `C-${this.#incidents.length}`;
    const place = { lat: this.chance.between(1_400, 2_200) / 100, lon: -this.chance.between(100, 800) / 100 };
    const report = { reportId: incidentId, incidentId, kind: 'clash', severity: 'critical', ...place };
    const heard = { ...report, observedAt: Date.now(), source: 'faults', text: 'shots at the gate' };
    await this.gateway.deliver([heard], 'security');
    this.#incidents.push(incidentId);
    const raised = await within(RAISED_WITHIN_MS, async () => {
      const dueAt = toInstantOut(Date.now() + this.chance.between(150, forMs));
      const put = await this.room.query(PUT_BACK, [`incident ${incidentId}`, dueAt]);
      if (put.length === 0) await pause(LOOK_EVERY_MS);
      return put.length > 0;
    });
    if (!raised) throw new Error(`incident ${incidentId} was answered 202 and raised no alert`);
  }

  /** What is not over yet, or nothing. */
  async unrest(): Promise<string> {
    if (this.#incidents.length === 0) return '';
    if ((this.newest?.level ?? 0) === 0) return `nobody was called for incident ${this.#incidents.at(-1)}`;
    const late = await this.room.query<{ id: string }>(FORGOTTEN, [LATE_S]);
    return late.length === 0 ? '' : `overdue and not escalated: ${late.map(({ id }) => id).join(', ')}`;
  }

  /** What was lost or doubled of all incidents, alerts and escalations so far. */
  async faults(): Promise<string[]> {
    const told = await this.room.query<{ id: string; incidents: number; raised: number }>(WRONGLY_RAISED, [
      this.#incidents,
    ]);
    const lost = await this.room.query<{ id: string }>(FORGOTTEN, [LOST_S]);
    const climbed = await this.room.query<{ id: string; levels: string }>(WRONGLY_CLIMBED);
    return [
      ...told
        .filter(({ incidents, raised }) => incidents !== 1 || raised !== 1)
        .map(({ id, incidents, raised }) => `incident ${id} is stored ${incidents} times and raised ${raised} alerts`),
      ...lost.map(({ id }) => `nobody was called for alert ${id}, which is overdue`),
      ...climbed.map(({ id, levels }) => `alert ${id} climbed by levels ${levels}`),
    ];
  }
}
