import {
  type Alert,
  type AlertAction,
  allowedActions,
  type ErrorBody,
  isOpen,
  possibleActions,
  SEVERITY_LIMITS,
} from '@rearguard/shared';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { Refused } from '../api.js';
import type { Room } from '../wall/room.svelte.js';
import { searchText, titleOf } from './alert-words.js';
import { deskApi } from './desk-api.js';
import { dueOf, found, queueOf, type Queue, type Row, type Selectable } from './queue.js';

/** Acts that leave the person on the alert: all others go on to what is due next. */
const STAYS: readonly AlertAction[] = ['log', 'keep-apart', 'undo', 'reopen', 'unshelve'];
/** Acts that need no word from the person. */
const AT_ONCE: readonly AlertAction[] = ['acknowledge', 'unshelve', 'undo'];

export interface Notice {
  tone: 'done' | 'refused';
  text: string;
  alertId: string | null;
}

/** What one person at the desk looks at and does. Alerts are the room's; nothing here is taken as done before it says so. */
export class Desk {
  selectedId = $state<string | null>(null);
  query = $state('');
  /** The act whose form is open. */
  form = $state<AlertAction | null>(null);
  /** The alert that the act was begun beside, to merge with or keep apart from; null: none was named. */
  beside = $state<string | null>(null);
  notice = $state.raw<Notice | null>(null);
  /** On a narrow screen: the alert instead of the queue. */
  reading = $state(false);
  /** Kinds whose groups show their members. */
  readonly opened = new SvelteSet<string>();
  /** Acts that were sent and not answered yet, by alert. */
  readonly inFlight = new SvelteMap<string, AlertAction>();
  /** What the server answered and the picture does not show yet. */
  readonly #answered = new SvelteMap<string, Alert>();
  #held = $state.raw<{ queue: Queue; rows: readonly Row[] } | null>(null);
  #lastActed: string | null = null;
  /** How often somebody chose an alert by hand. */
  #choices = 0;

  constructor(
    readonly room: Room,
    private readonly onSignedOut: () => void = () => {},
    /** The screen has room for the queue or the alert alone. */
    private readonly isNarrow: () => boolean = () => false,
  ) {}

  readonly alerts: readonly Alert[] = $derived.by(() => {
    void this.room.live.picture.alertsRevision;
    const { alerts } = this.room.live.picture;
    if (this.#answered.size === 0) return [...alerts.values()];
    return [...alerts.values()].map((alert) => this.#newest(alert));
  });

  readonly #fresh: Queue = $derived.by(() => {
    void this.room.live.beat;
    return queueOf(this.alerts, this.room.now ?? 0, this.opened);
  });
  readonly queue: Queue = $derived(this.#held?.queue ?? this.#fresh);

  readonly #freshRows: readonly Row[] = $derived.by(() => {
    if (this.query.trim() === '') return this.#fresh.rows;
    void this.room.live.beat;
    return found(this.alerts, this.room.now ?? 0, this.query, (alert) => searchText(alert, this.room));
  });
  /** What the list shows. */
  readonly rows: readonly Row[] = $derived(this.#held?.rows ?? this.#freshRows);

  readonly selected: Alert | null = $derived.by(() => {
    void this.room.live.picture.alertsRevision;
    const alert = this.selectedId === null ? undefined : this.room.live.picture.alerts.get(this.selectedId);
    return alert === undefined ? null : this.#newest(alert);
  });

  /** What this person may do to the selected alert now. */
  readonly allowed: readonly AlertAction[] = $derived.by(() =>
    this.selected === null ? [] : this.#allowed(this.selected),
  );

  #newest(alert: Alert): Alert {
    const answered = this.#answered.get(alert.id);
    return answered !== undefined && answered.version > alert.version ? answered : alert;
  }

  #allowed(alert: Alert): AlertAction[] {
    const { role, person } = this.room.session;
    return allowedActions(alert, role, this.room.now ?? 0, person.id);
  }

  /** To be called when the picture changed: what it shows by now need not be kept. */
  settle(): void {
    const { alerts } = this.room.live.picture;
    for (const [id, answered] of this.#answered) {
      const shown = alerts.get(id);
      if (shown === undefined || shown.version >= answered.version) this.#answered.delete(id);
    }
    if (this.selectedId === null || !this.#exists(this.selectedId)) this.selectedId = this.#selectable[0]?.id ?? null;
  }

  #exists(id: string): boolean {
    return this.room.live.picture.alerts.has(id) || this.rows.some((row) => row.id === id);
  }

  /** While a key is down rows stay where they are. */
  hold(): void {
    this.#held ??= { queue: this.#fresh, rows: this.#freshRows };
  }

  release(): void {
    this.#held = null;
  }

  get #selectable(): Selectable[] {
    return this.rows.filter((row) => row.kind !== 'head');
  }

  select(id: string): void {
    this.#choices += 1;
    this.selectedId = id;
    if (this.notice?.alertId !== id) this.notice = null;
  }

  /** The row so many further down, without going over the ends. */
  step(by: number): void {
    const rows = this.#selectable;
    const at = rows.findIndex(({ id }) => id === this.selectedId);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) this.select(next.id);
  }

  /** Shows each of a group, or the group alone again. */
  toggle(kind: string): void {
    if (!this.opened.delete(kind)) this.opened.add(kind);
    // What was asked for is to be seen at once, also with the key still down.
    this.release();
  }

  /** Opens what is selected: the members of a group, or on a narrow screen the alert. */
  open(): void {
    const row = this.rows.find(({ id }) => id === this.selectedId);
    if (row?.kind === 'group') this.toggle(row.group.kind);
    else if (row) this.reading = this.isNarrow();
  }

  /**
   * Begins an act on the selected alert: asks for what it needs, or does it. Says why when it cannot be.
   * @param beside the other alert that it is about, where one was pointed at
   */
  begin(action: AlertAction, beside: string | null = null): void {
    if (action === 'undo') return this.#undo();
    const alert = this.selected;
    const { m } = this.room.i18n;
    if (alert === null) return this.#refuse(m.desk.needsAlert, null);
    if (this.inFlight.has(alert.id)) return;
    if (!this.#allowed(alert).includes(action)) return this.#refuse(this.whyNot(alert, action), alert.id);
    if ((action === 'merge' || action === 'keep-apart') && this.others(alert).length === 0)
      return this.#refuse(m.desk.needsOther, alert.id);
    this.notice = null;
    if (AT_ONCE.includes(action)) void this.act(alert, action, {});
    else [this.form, this.beside] = [action, beside];
  }

  /** Why an act is not possible, and what is. */
  whyNot(alert: Alert, action: AlertAction): string {
    const { desk } = this.room.i18n.m;
    const possible = possibleActions(alert, this.room.now ?? 0).includes(action);
    const why =
      action === 'shelve' && !SEVERITY_LIMITS[alert.severity].mayBeShelved
        ? desk.criticalNoShelf
        : possible && action !== 'undo'
          ? desk.notYours(desk.act[action], desk.role[this.room.session.role])
          : desk.notPossible(desk.act[action], desk.state[alert.state]);
    return `${why} ${this.#possible(this.#allowed(alert))}`;
  }

  #possible(allowed: readonly AlertAction[]): string {
    const { m } = this.room.i18n;
    if (allowed.length === 0) return m.desk.allowedNothing;
    return m.desk.allowedNow(allowed.map((action) => m.desk.act[action]).join(m.listAnd));
  }

  /** Open alerts that it could be merged with; those that resemble it first, as the page lists them. */
  others(alert: Alert): Alert[] {
    const proposed = alert.proposals.map(({ alertId }) => alertId);
    const place = ({ id }: Alert): number => (proposed.includes(id) ? proposed.indexOf(id) : proposed.length);
    const near = (other: Alert): number => Math.abs(Date.parse(other.observedAt) - Date.parse(alert.observedAt));
    return this.alerts
      .filter((other) => other.id !== alert.id && isOpen(other) && other.state !== 'shelved')
      .sort((a, b) => place(a) - place(b) || near(a) - near(b))
      .slice(0, 30);
  }

  #undo(): void {
    const mine = (alert: Alert | null | undefined): alert is Alert =>
      alert !== null && alert !== undefined && this.#allowed(alert).includes('undo');
    const last = this.alerts.find(({ id }) => id === this.#lastActed);
    const alert = [this.selected, last].find(mine);
    if (!alert) return this.#refuse(this.room.i18n.m.desk.nothingToUndo, this.selectedId);
    this.selectedId = alert.id;
    void this.act(alert, 'undo', {});
  }

  /**
   * Sends what a person decided, with the version that they saw.
   * @returns true once the room has said that it is done
   */
  async act(alert: Alert, action: AlertAction, body: Record<string, unknown>): Promise<boolean> {
    if (this.inFlight.has(alert.id)) return false;
    const { desk } = this.room.i18n.m;
    const next = this.#after(alert.id);
    const choices = this.#choices;
    this.notice = null;
    this.inFlight.set(alert.id, action);
    try {
      const reply = await deskApi.act(alert.id, action, { version: alert.version, ...body });
      this.#answered.set(reply.id, reply);
      this.#lastActed = reply.id;
      this.form = null;
      // Whoever chose meanwhile, if only the same again, wants to be there and not where we would lead them.
      const mayLead = choices === this.#choices && !this.reading && !STAYS.includes(action);
      if (mayLead && this.selectedId === alert.id) this.selectedId = next;
      this.notice = { tone: 'done', text: desk.done(desk.happened[action], titleOf(reply, this.room)), alertId: null };
      return true;
    } catch (cause) {
      this.#refuse(this.#reason(cause, alert, action), alert.id);
      return false;
    } finally {
      this.inFlight.delete(alert.id);
    }
  }

  #reason(cause: unknown, alert: Alert, action: AlertAction): string {
    const { desk } = this.room.i18n.m;
    const name = desk.act[action];
    if (!(cause instanceof Refused)) return desk.away(name);
    const { status, body } = cause;
    if (status === 401) {
      this.onSignedOut();
      return desk.signedOut;
    }
    if (status === 403) return desk.notYours(name, desk.role[this.room.session.role]);
    if (status === 409) return this.#lost(body, alert, desk.refused(name, body.message));
    if (status >= 500) return desk.away(name);
    const allowed = (body.allowed ?? []) as AlertAction[];
    if (body.code !== 'not-possible') return desk.refused(name, body.message);
    return `${desk.notPossible(name, desk.state[alert.state])} ${this.#possible(allowed)}`;
  }

  /** Somebody was first: what stands now is shown with their name. A form stays open, with what was typed. */
  #lost({ current }: ErrorBody, seen: Alert, otherwise: string): string {
    const now = current as Alert | undefined;
    // Of another alert that stands in the way the server says which.
    if (now?.state === undefined || now.id !== seen.id) return otherwise;
    const { desk } = this.room.i18n.m;
    this.#answered.set(now.id, now);
    const state = desk.state[now.state];
    // Who held it already when it was seen was not the one who changed it, as far as is known here.
    const known = [seen.holder?.personId, this.room.session.person.id];
    return now.holder === null || known.includes(now.holder.personId)
      ? desk.changedMeanwhile(state)
      : desk.firstWas(now.holder.name, state);
  }

  #refuse(text: string, alertId: string | null): void {
    this.notice = { tone: 'refused', text, alertId };
  }

  /** The row after one, else the first other one. */
  #after(id: string): string {
    const rows = this.#selectable;
    const at = rows.findIndex((row) => row.id === id);
    return (rows[at + 1] ?? rows.find((row) => row.id !== id) ?? { id }).id;
  }

  /** Open alerts that have to do with one: the same subject, or near in place and time. */
  related(alert: Alert, near: (a: Alert, b: Alert) => boolean): Alert[] {
    const proposed = alert.proposals.map(({ alertId }) => alertId);
    const subjects = alert.subjects.map(({ type, id }) => `${type} ${id}`);
    const shares = (other: Alert): boolean => other.subjects.some(({ type, id }) => subjects.includes(`${type} ${id}`));
    return this.alerts
      .filter((other) => other.id !== alert.id && (proposed.includes(other.id) || shares(other) || near(alert, other)))
      .sort((a, b) => Number(proposed.includes(b.id)) - Number(proposed.includes(a.id)) || dueOf(a) - dueOf(b))
      .slice(0, 8);
  }
}
