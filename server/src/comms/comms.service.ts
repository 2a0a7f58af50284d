import { Injectable } from '@nestjs/common';
import {
  type CallContact,
  type CallTree,
  type Comms,
  type CommsAmendment,
  type CommsEntry,
  type EpochMs,
  type RadioCheck,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog } from '../changes/change-log.js';
import { AHEAD_LIMIT_MS } from '../feeds/check-report.js';
import { Clock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { CommsBook } from './comms-book.js';
import { CommsRows, type Contacts } from './comms-rows.js';
import { beginWatch, reschedule, watchOf, withWatch } from './domain/radio-check.js';

type Person = CommsEntry['who'] & { role: string };
export type Also = (manager: EntityManager, before: Comms, after: Comms) => Promise<void>;

/** What people do about radio checks. */
@Injectable()
export class CommsService {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly rows: CommsRows,
    private readonly book: CommsBook,
  ) {}

  async callTree(id: string): Promise<CallTree> {
    const { version, callTree } = await this.#one(id, this.database.manager);
    const contacts = await this.rows.contacts(id);
    return { id, version, steps: callTree.map((step) => ({ ...step, contact: contacts[step.post] ?? null })) };
  }

  /**
   * Records a check that a person heard.
   * @throws Problem 400 for a time that has not come, 422 when nobody is there any more
   */
  async check(id: string, { observedAt, means, note }: RadioCheck, who: Person, also: Also): Promise<Comms> {
    const at = this.clock.now();
    if (observedAt !== undefined && observedAt > at + AHEAD_LIMIT_MS) {
      throw new Problem(400, { code: 'observed-in-future', message: 'has not come yet', path: '/observedAt' });
    }
    const { result } = await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      const before = await this.#one(id, tx.manager);
      if (before.state === 'ended') {
        throw new Problem(422, { code: 'ended', message: `the radio checks of ${id} have ended`, allowed: [] });
      }
      const contact = { observedAt: Math.min(observedAt ?? at, at), means, source: who.role, note };
      const after = await this.book.hear(tx, before, contact, who, at);
      await also(tx.manager, before, after);
      return after;
    });
    return result;
  }

  /**
   * Changes schedule, means, call tree, or whether it is watched.
   * @throws Problem 400 for a tolerance as long as half the interval, 409 with `current`, 422 when it has ended
   */
  async amend(id: string, given: CommsAmendment, who: Person, also: Also): Promise<Comms> {
    const at = this.clock.now();
    const { result } = await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      const before = await this.#one(id, tx.manager);
      const amended = amendedBy(before, given);
      if (before.version !== given.version) throw conflict(before);
      if (before.state === 'ended') {
        throw new Problem(422, { code: 'ended', message: `the radio checks of ${id} have ended`, allowed: [] });
      }
      const settled = await this.book.settle(tx, before, at);
      const after = watchedAs({ ...amended, version: settled.version, misses: settled.misses }, settled, given, at);
      const { version: _version, reason, callTree, ...changes } = given;
      // How a post is reached goes into no record that stays for ever.
      const detail = { ...changes, reason, ...(callTree && { callTree: after.callTree }) };
      const stored = await this.book.step(tx, after, 'amend', at, detail, who);
      if (callTree) await this.rows.setContacts(id, contactsOf(callTree), tx.manager);
      await also(tx.manager, before, stored);
      return stored;
    });
    return result;
  }

  async #one(id: string, manager: EntityManager): Promise<Comms> {
    const comms = await this.rows.find(id, manager);
    if (comms) return comms;
    throw new Problem(404, { code: 'not-found', message: `there are no radio checks of ${id}` });
  }
}

/** What the audit record keeps of it. */
export function factsOf({ state, version, schedule, primary, fallback, callTree, misses, lastContact }: Comms) {
  return { state, version, schedule, primary, fallback, callTree, misses, lastContactAt: lastContact?.at ?? null };
}

function amendedBy(before: Comms, given: CommsAmendment): Comms {
  const { everyMin, toleranceMin, anchorAt } = { ...before.schedule, ...defined(given) };
  if (toleranceMin * 2 >= everyMin) {
    const path = given.toleranceMin === undefined ? '/everyMin' : '/toleranceMin';
    const message = `a tolerance of ${toleranceMin} min is not less than half of ${everyMin} min`;
    throw new Problem(400, { code: 'out-of-range', message, path });
  }
  const { primary = before.primary, fallback = before.fallback } = given;
  if (primary === fallback) {
    throw new Problem(400, { code: 'no-fallback', message: 'must differ from the primary means', path: '/fallback' });
  }
  const callTree = given.callTree?.map(({ post, means }) => ({ post, means })) ?? before.callTree;
  if (new Set(callTree.map(({ post }) => post)).size < callTree.length) {
    throw new Problem(400, { code: 'named-twice', message: 'names a post twice', path: '/callTree' });
  }
  const schedule = { everyMin, toleranceMin, anchorAt: toInstantOut(new Date(anchorAt).getTime()) };
  return { ...before, primary, fallback, callTree, schedule };
}

/** Whether, and for which check, it is waited for now. */
function watchedAs(amended: Comms, before: Comms, { watched }: CommsAmendment, at: EpochMs): Comms {
  const isWatched = before.state === 'watched';
  if (watched === false) return { ...amended, state: 'off', nextDueAt: null };
  if (watched === true && !isWatched) {
    const { misses } = before;
    return withWatch(amended, { ...beginWatch(amended.schedule, at), misses });
  }
  const same = JSON.stringify(amended.schedule) === JSON.stringify(before.schedule);
  if (!isWatched || same) return { ...amended, state: before.state, nextDueAt: before.nextDueAt };
  return withWatch(amended, reschedule(watchOf(before, at), amended.schedule, at));
}

function contactsOf(callTree: readonly CallContact[]): Contacts {
  return Object.fromEntries(callTree.flatMap(({ post, contact }) => (contact === null ? [] : [[post, contact]])));
}

function defined({ everyMin, toleranceMin, anchorAt }: CommsAmendment) {
  return {
    ...(everyMin !== undefined && { everyMin }),
    ...(toleranceMin !== undefined && { toleranceMin }),
    ...(anchorAt !== undefined && { anchorAt }),
  };
}

function conflict(current: Comms): Problem {
  const message = `it changed meanwhile: version ${current.version}`;
  return new Problem(409, { code: 'version-conflict', message, path: '/version', current });
}
