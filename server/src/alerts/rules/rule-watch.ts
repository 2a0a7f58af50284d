import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../../changes/change-log.js';
import { CONFIG, type Config } from '../../config/config.js';
import { Bus } from '../../platform/bus/bus.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Claim, type Deadline, Deadlines } from '../../platform/deadlines/deadlines.js';
import { AlertBook } from '../alert-book.js';
import { concerned, everything, WATCHED_KINDS, type WatchedKind } from '../domain/rules/judge.js';
import { keyOf, type RuleSubject, subjectOf } from '../domain/rules/rule-world.js';
import { RULE_DEADLINE, RuleJudge } from './rule-judge.js';
import { RuleSettings } from './rule-settings.js';
import { RuleWorldRepository } from './rule-world.repository.js';

/** Under load commits come by the hundred a second; convoys change now and then. */
const LOOK_AGAIN_MS = 200;
const EVERYTHING = 'everything';

/** What changed, newest once. */
export interface Changed {
  kind: WatchedKind;
  id: string;
  at: Date;
}

/**
 * Told of what the rules look at, in the same transaction, so that it misses nothing and sees nothing twice. Null: of all
 * there is, because nothing was read before.
 */
export type Follower = (tx: RoomTransaction, changed: readonly Changed[] | null) => Promise<void>;

/**
 * Reads the changes behind everybody else and lets the rules look at whom they concern. Positions are not read: it is
 * their convoy that changes. How far it has read is stored with what came of it, so that nothing is missed or taken twice.
 */
@Injectable()
export class RuleWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('rules');
  readonly #followers: Follower[] = [];
  #seen = 0;
  #turn: Promise<void> = Promise.resolve();
  #soon: NodeJS.Timeout | null = null;
  #stopListening: (() => void) | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly book: AlertBook,
    private readonly settings: RuleSettings,
    private readonly worlds: RuleWorldRepository,
    private readonly judge: RuleJudge,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    deadlines.handle(RULE_DEADLINE, (deadline, claim) => this.#due(deadline, claim));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'api') return;
    // Feeds and phases change by time alone; somebody must look at them a first time.
    await this.deadlines.ensure({ kind: RULE_DEADLINE, subject: EVERYTHING, dueAt: 0 });
    this.#stopListening = this.bus.subscribe('changes:committed', ({ to }) => {
      if (to > this.#seen) this.#lookSoon();
    });
    this.#lookSoon();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopListening?.();
    if (this.#soon) clearTimeout(this.#soon);
    await this.#turn;
  }

  /** Resolves when the rules have looked at everything that is committed now. */
  caughtUp(): Promise<void> {
    const mine = this.#turn.then(() => this.#catchUp());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** To be called while the application is put together. */
  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  /** Everything is looked at anew with the rules as they stand now; in the transaction that changes them. */
  async lookAtEverything(manager: EntityManager, at: EpochMs = this.clock.now()): Promise<void> {
    await this.deadlines.set(manager, [{ kind: RULE_DEADLINE, subject: EVERYTHING, dueAt: at }]);
  }

  #lookSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.caughtUp().catch((cause: unknown) => {
        this.#log.warn(`rules could not look at the changes, trying again: ${String(cause)}`);
        this.#lookSoon();
      });
    }, LOOK_AGAIN_MS);
  }

  async #catchUp(): Promise<void> {
    const head = await this.changes.head();
    if (head <= this.#seen) return;
    // Read without holding anything: most of what is committed is no business of the rules.
    if (this.#seen > 0 && (await changedAfter(this.database.manager, this.#seen, head)).length === 0) {
      this.#seen = head;
      return;
    }
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      const [row]: { seq: string }[] = await tx.manager.query(`SELECT seq FROM rule_reading`);
      // Where nothing was read yet, what stands now is looked at instead of everything that ever changed.
      const changed = row ? await changedAfter(tx.manager, Number(row.seq), head) : null;
      if (changed) await this.#look(tx, changed);
      else await this.lookAtEverything(tx.manager);
      for (const follow of this.#followers) await follow(tx, changed);
      await tx.manager.query(
        `INSERT INTO rule_reading (seq) VALUES ($1)
         ON CONFLICT (only_row) DO UPDATE SET seq = greatest(rule_reading.seq, excluded.seq)`,
        [head],
      );
    });
    this.#seen = Math.max(this.#seen, head);
  }

  async #look(tx: RoomTransaction, changed: readonly Changed[]): Promise<void> {
    if (changed.length === 0) return;
    const anyIncident = changed.some(({ kind }) => kind === 'incident');
    const convoyIds = changed.filter(({ kind }) => kind === 'convoy').map(({ id }) => id);
    const now = Math.max(...changed.map(({ at }) => at.getTime()));
    // A restriction may touch any request.
    const anyRestriction = changed.some(({ kind }) => kind === 'restriction');
    const dossierIds = changed.filter(({ kind }) => isDossier(kind));
    const world = await this.worlds.read(
      tx.manager,
      now,
      anyIncident ? null : convoyIds,
      anyRestriction ? null : dossierIds.map(({ id }) => id),
    );
    const subjects = new Map<string, { subject: RuleSubject; now: EpochMs }>();
    for (const { kind, id, at } of changed) {
      for (const subject of concerned(kind, id, world)) {
        const key = keyOf(subject);
        const before = subjects.get(key)?.now ?? 0;
        subjects.set(key, { subject, now: Math.max(before, at.getTime()) });
      }
    }
    await this.judge.judge(tx, subjects, world, await this.settings.inForce(tx.manager));
  }

  async #due({ subject: key, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      if (!(await claim(tx.manager))) return;
      const now = Math.max(dueAt, this.clock.now());
      const whole = key === EVERYTHING;
      const subject = whole ? null : subjectOf(key);
      // One feed is silent only while any convoy is on the road.
      const convoyIds = subject?.type === 'convoy' ? [subject.id] : subject?.type === 'feed' || whole ? null : [];
      const dossierIds = subject !== null && isDossier(subject.type) ? [subject.id] : whole ? null : [];
      const world = await this.worlds.read(tx.manager, now, convoyIds, dossierIds);
      const subjects = (subject ? [subject] : everything(world)).map(
        (one) => [keyOf(one), { subject: one, now }] as const,
      );
      await this.judge.judge(tx, new Map(subjects), world, await this.settings.inForce(tx.manager));
    });
  }
}

/** Whether it is looked at by itself, and not as part of the world around others. */
function isDossier(kind: string): boolean {
  return kind === 'movement' || kind === 'flight-request' || kind === 'consignment';
}

/** The newest change of each thing that rules look at. */
async function changedAfter(manager: EntityManager, after: number, upTo: number): Promise<Changed[]> {
  return manager.query(
    `SELECT kind, id, max(at) AS at FROM change
      WHERE seq > $1 AND seq <= $2 AND kind = ANY($3) GROUP BY kind, id ORDER BY max(seq)`,
    [after, upTo, WATCHED_KINDS],
  );
}
