import { Injectable } from '@nestjs/common';
import { type Comms, type CommsEntry, type CommsMeans, type EpochMs, toInstantOut } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { BY_ITSELF } from '../alerts/domain/alert-record.js';
import { PostAlerts } from '../alerts/post-alerts.js';
import { RuleSettings } from '../alerts/rules/rule-settings.js';
import type { RoomTransaction } from '../changes/change-log.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { SITE_PLANS } from '../theatre/sites.js';
import { CommsRows } from './comms-rows.js';
import {
  beginWatch,
  callNext,
  hear,
  missedAt,
  missOne,
  severityOfMisses,
  type Watch,
  watchOf,
  withWatch,
} from './domain/radio-check.js';

/** When the check that is waited for counts as missed. */
export const CHECK_DEADLINE = 'radio-check';
/** One open alert for each silence. */
export const silenceCause = (id: string): string => `radio-check ${id}`;

/** A contact that was heard. */
export interface Contact {
  observedAt: EpochMs;
  means: CommsMeans | undefined;
  source: string;
  note: string | null;
}

/** Writes what happens to the contact with a site or convoy: row, history, number, deadline and alert at once. */
@Injectable()
export class CommsBook {
  constructor(
    private readonly rows: CommsRows,
    private readonly deadlines: Deadlines,
    private readonly alerts: PostAlerts,
    private readonly rules: RuleSettings,
  ) {}

  /** To be called first: from here to the end of the transaction nobody else writes contacts or alerts. */
  async hold(tx: RoomTransaction): Promise<void> {
    await this.alerts.hold(tx);
  }

  find(id: string, manager: EntityManager): Promise<Comms | null> {
    return this.rows.find(id, manager);
  }

  /** Every check that was missed up to now, one after the other: each is a line of its own, and the alert hears of each. */
  async settle(tx: RoomTransaction, comms: Comms, now: EpochMs): Promise<Comms> {
    if (comms.state !== 'watched') return comms;
    let settled = comms;
    for (;;) {
      const watch = watchOf(settled, now);
      const missed = missOne(watch, now);
      if (missed === null) break;
      const checkDueAt = toInstantOut(watch.dueAt);
      settled = await this.rows.store(tx, {
        comms: withWatch(settled, missed),
        act: 'miss',
        who: BY_ITSELF,
        at: now,
        observedAt: missedAt(watch),
        detail: { checkDueAt, misses: missed.misses },
      });
      await this.#call(tx, settled, watch, now);
    }
    await this.#wait(tx, settled, now);
    return settled;
  }

  /**
   * Takes a contact in. It ends the misses up to then, and when none is left the alert of the silence is told so; a person
   * ends the alert. A site that waited is on watch from its first contact on.
   */
  async hear(tx: RoomTransaction, given: Comms, contact: Contact, who: CommsEntry['who'], at: EpochMs): Promise<Comms> {
    const before = await this.settle(tx, given, at);
    const { observedAt, source, note, means = before.primary } = contact;
    const newest = before.lastContact === null || observedAt > Date.parse(before.lastContact.at);
    let heard = before;
    if (newest && before.state !== 'ended') {
      const begins = before.state === 'waiting' && before.subject.type === 'site';
      const watch = begins ? beginWatch(before.schedule, observedAt) : watchOf(before, at);
      const watched = begins || before.state === 'watched';
      heard = watched ? withWatch(before, hear(watch, observedAt)) : { ...before, misses: 0 };
      heard = { ...heard, lastContact: { at: toInstantOut(observedAt), means, source } };
    }
    const detail = { means, source, note, newest };
    const stored = await this.rows.store(tx, { comms: heard, act: 'check', who, at, observedAt, detail });
    // A site that was heard long ago begins with what it has missed since.
    const settled = await this.settle(tx, stored, at);
    if (settled.misses === 0) await this.alerts.ease(tx, silenceCause(settled.id), at);
    return settled;
  }

  /** Stores any other step, and waits for what is due then. */
  async step(
    tx: RoomTransaction,
    comms: Comms,
    act: CommsEntry['act'],
    at: EpochMs,
    detail: Record<string, unknown> = {},
    who: CommsEntry['who'] = BY_ITSELF,
  ): Promise<Comms> {
    const stored = await this.rows.store(tx, { comms, act, who, at, observedAt: at, detail });
    await this.#wait(tx, stored, at);
    // Nobody is silent who is in, or whose site is closed, and nobody calls them; taken off watch, they still are.
    if (act === 'end') {
      await this.alerts.ease(tx, silenceCause(stored.id), at);
      await this.rows.setContacts(stored.id, {}, tx.manager);
    }
    return stored;
  }

  async #wait(tx: RoomTransaction, comms: Comms, now: EpochMs): Promise<void> {
    if (comms.state !== 'watched') return this.deadlines.clear(tx.manager, CHECK_DEADLINE, [comms.id]);
    const dueAt = missedAt(watchOf(comms, now));
    await this.deadlines.set(tx.manager, [{ kind: CHECK_DEADLINE, subject: comms.id, dueAt }]);
  }

  async #call(tx: RoomTransaction, comms: Comms, before: Watch, now: EpochMs): Promise<void> {
    const rule = (await this.rules.inForce(tx.manager)).radio_check_missed;
    if (!rule.on) return;
    const { subject, misses, fallback, lastContact, callTree } = comms;
    const next = callNext(callTree, misses);
    const place = subject.type === 'site' ? SITE_PLANS.find(({ id }) => id === subject.id) : undefined;
    await this.alerts.raiseOrWorsen(
      tx,
      silenceCause(comms.id),
      {
        severity: severityOfMisses(misses, subject.type, rule.limits),
        kind: 'radio_check_missed',
        ruleId: 'radio_check_missed',
        subjects: [subject],
        text: '',
        source: BY_ITSELF.name,
        facts: {
          misses,
          lastContactAt: lastContact?.at ?? null,
          checkDueAt: toInstantOut(before.dueAt),
          fallbackMeans: fallback,
          callNext: next?.post ?? null,
          callNextBy: next?.means ?? null,
        },
        observedAt: missedAt(before),
        ...(place && { lat: place.lat, lon: place.lon }),
      },
      now,
    );
  }
}
