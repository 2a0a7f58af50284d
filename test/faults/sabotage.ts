import type { Ledger } from './ledger.js';
import type { Screen } from './screen.js';
import type { Topology } from './topology.js';
import { within } from './waiting.js';

/** What the checks must find when it is done on purpose: each is a proof that one of them can fail. */
export const SABOTAGES = ['drop', 'double', 'disorder', 'gap', 'forget', 'repeat', 'mislead', 'calm', 'echo'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

/** When something is done: once units fell silent, once all was sent, or once all was stored. */
export type Moment = 'silent' | 'sent' | 'stored';

/** What can be tampered with. */
export interface Scene {
  room: Topology;
  ledger: Ledger;
  screens: readonly Screen[];
  /** A unit that moves, and one that fell silent. */
  moving: string;
  silent: string;
  /** An incident whose alert nobody takes. */
  incident: string;
}

interface Deed {
  at: Moment;
  /** What is done, in words. */
  about: string;
  do(scene: Scene): Promise<unknown>;
}

const DONE_WITHIN_MS = 10_000;
const NEWEST = `SELECT p.* FROM position p JOIN unit u ON u.no = p.unit_no WHERE u.id = $1 ORDER BY observed_at DESC LIMIT 1`;
const IS_N = `(p.unit_no, p.observed_at, p.report_key) = (n.unit_no, n.observed_at, n.report_key)`;

export const DEEDS: Record<Sabotage, Deed> = {
  drop: {
    at: 'stored',
    about: 'one stored report is deleted',
    do: ({ room, moving }) => room.query(`DELETE FROM position p USING (${NEWEST}) AS n WHERE ${IS_N}`, [moving]),
  },
  double: {
    at: 'stored',
    about: 'one stored report is stored again, as if it were not known',
    do: ({ room, moving }) =>
      room.query(
        `INSERT INTO position (unit_no, observed_at, report_key, received_at, batch_no, lat, lon)
         SELECT unit_no, observed_at, report_key + 1, received_at, batch_no, lat, lon FROM (${NEWEST}) AS n`,
        [moving],
      ),
  },
  disorder: {
    at: 'stored',
    about: "a unit's newest report is moved to the first batch of all",
    do: ({ room, moving }) =>
      room.query(`UPDATE position p SET batch_no = 0 FROM (${NEWEST}) AS n WHERE ${IS_N}`, [moving]),
  },
  gap: {
    at: 'sent',
    about: 'a change is deleted that nobody has read yet',
    do: ({ room, ledger }) => room.query(`DELETE FROM change WHERE seq = $1`, [ledger.fold.seq + 1]),
  },
  forget: {
    at: 'silent',
    about: 'the deadline of a unit that fell silent is deleted',
    do: ({ room, silent }) =>
      within(DONE_WITHIN_MS, async () => {
        const rows = await room.query(`DELETE FROM deadline WHERE subject = $1 RETURNING subject`, [silent]);
        return rows.length > 0;
      }),
  },
  repeat: {
    at: 'stored',
    about: 'a deadline that was met is set once more',
    async do({ room, silent }) {
      await room.query(`UPDATE unit SET stale = false WHERE id = $1`, [silent]);
      // The product's times are whole milliseconds.
      await room.query(
        `INSERT INTO deadline (kind, subject, due_at, time)
         VALUES ('unit.stale', $1, date_trunc('milliseconds', now()), 'room')`,
        [silent],
      );
      await within(DONE_WITHIN_MS, async () => {
        const [unit] = await room.query<{ stale: boolean }>(`SELECT stale FROM unit WHERE id = $1`, [silent]);
        return unit!.stale;
      });
    },
  },
  calm: {
    at: 'stored',
    about: 'the deadline of an alert that nobody took is deleted, and passes',
    do: ({ room, incident }) =>
      room.query(
        `WITH calmed AS (
           UPDATE alert SET body = jsonb_set(body, '{dueAt}', to_jsonb((now() - interval '1 minute')::text))
           WHERE cause = $1 RETURNING id
         )
         DELETE FROM deadline USING calmed WHERE kind = 'alert' AND subject = calmed.id`,
        [`incident ${incident}`],
      ),
  },
  echo: {
    at: 'stored',
    about: 'an escalation is in the history once more',
    do: ({ room, incident }) =>
      room.query(
        `INSERT INTO alert_entry (alert_id, version, at, observed_at, who, action, from_state, to_state, reason, detail)
         SELECT e.alert_id, e.version + 1000, e.at, e.observed_at, e.who, e.action, e.from_state, e.to_state, e.reason, e.detail
         FROM alert_entry e JOIN alert a ON a.id = e.alert_id WHERE a.cause = $1 AND e.action = 'escalate' LIMIT 1`,
        [`incident ${incident}`],
      ),
  },
  mislead: {
    at: 'stored',
    about: 'a screen forgets a unit',
    async do({ screens, moving }) {
      screens[0]!.fold.bodies.unit.delete(moving);
    },
  },
};
