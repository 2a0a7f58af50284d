import { Injectable } from '@nestjs/common';
import {
  type Alert,
  type AlertEntry,
  type AlertState,
  type EpochMs,
  type ShiftPost,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource } from 'typeorm';
import type { Span, Story, Watch } from './domain/story.js';

/** Whose work alerts are first of all: the ladder begins with them. */
const DESK: ShiftPost = 'duty-officer';

interface StoryRow {
  id: string;
  cause: string;
  kind: Alert['kind'];
  rule_id: Alert['ruleId'];
  severity: Alert['severity'];
  subjects: Alert['subjects'];
}

interface StepRow {
  alert_id: string;
  at: Date;
  action: AlertEntry['action'];
  by_person: boolean;
  to_state: AlertState;
}

/** Reads of alerts and shifts what their quality needs, and no more: no text, no names. */
@Injectable()
export class AlarmQualityRepository {
  constructor(private readonly database: DataSource) {}

  /** Alerts with a step in the span, or open at its end; each with its raises, the acts of people and its ends. */
  async stories({ from, to }: Span): Promise<Story[]> {
    const span = [toInstantOut(from), toInstantOut(to)];
    const alerts: StoryRow[] = await this.database.query(
      `SELECT id, cause, severity, body ->> 'kind' AS kind, body ->> 'ruleId' AS rule_id, body -> 'subjects' AS subjects
         FROM alert WHERE raised_at < $2 AND (open OR id IN (SELECT alert_id FROM alert_entry WHERE at >= $1))`,
      span,
    );
    const steps: StepRow[] = await this.database.query(
      `SELECT alert_id, at, action, who ->> 'kind' = 'person' AS by_person, to_state FROM alert_entry
        WHERE alert_id = ANY($1) AND at < $2
          AND (action IN ('raise', 'reraise', 'unshelve') OR who ->> 'kind' = 'person'
            OR to_state IN ('resolved', 'merged', 'false_report'))
        ORDER BY id`,
      [alerts.map(({ id }) => id), span[1]],
    );
    const stories = new Map(
      alerts.map(({ rule_id: ruleId, ...alert }): [string, Story] => [alert.id, { ...alert, ruleId, steps: [] }]),
    );
    for (const { alert_id: id, at, action, by_person: byPerson, to_state: to } of steps) {
      stories.get(id)!.steps.push({ at: at.getTime(), action, byPerson, to });
    }
    return [...stories.values()];
  }

  /** When somebody stood at the desk. */
  async watches({ from, to }: Span, now: EpochMs): Promise<Watch[]> {
    const rows: { took_over_at: string; relieved_at: string | null }[] = await this.database.query(
      `SELECT body ->> 'tookOverAt' AS took_over_at, body ->> 'relievedAt' AS relieved_at FROM shift
        WHERE post = $3 AND body ->> 'tookOverAt' IS NOT NULL AND (body ->> 'tookOverAt')::timestamptz < $2
          AND coalesce((body ->> 'relievedAt')::timestamptz, 'infinity') > $1`,
      [toInstantOut(from), toInstantOut(to), DESK],
    );
    return rows.map((row) => ({
      from: Date.parse(row.took_over_at),
      to: row.relieved_at === null ? now : Date.parse(row.relieved_at),
    }));
  }
}
