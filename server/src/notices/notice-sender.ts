import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { type Claim, MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { type Channel, faultOf } from './channel.js';
import { nextTryAt } from './domain/back-off.js';
import { mayLeave } from './domain/may-leave.js';
import { MailChannel } from './mail-channel.js';
import { NoticeRows, tryDeadline, type Waiting } from './notice-rows.js';
import { NoticeSettingsStore } from './notice-settings.js';
import { WebhookChannel } from './webhook-channel.js';

const TIDY_DEADLINE = 'notices.tidy';
const DAY_MS = 86_400_000;
/** So long what was sent, or given up, can be looked up. */
const KEPT_MS = 30 * DAY_MS;

/**
 * Tries each notice when its deadline is due, and writes down what came of it in the transaction that strikes the deadline
 * off. Whoever dies in between tries again: at least once, under the same id.
 */
@Injectable()
export class NoticeSender implements OnModuleInit, OnApplicationBootstrap {
  readonly #log = new Logger('notices');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly rows: NoticeRows,
    private readonly settings: NoticeSettingsStore,
    private readonly machine: MachineDeadlines,
    private readonly mail: MailChannel,
    private readonly webhook: WebhookChannel,
    private readonly time: SystemClock,
  ) {}

  onModuleInit(): void {
    for (const channel of [this.mail, this.webhook] as const) {
      const deadlines = this.rows.deadlinesOf(channel.name);
      deadlines.handle(tryDeadline(channel.name), ({ subject }, claim) => this.#due(channel, subject, claim));
    }
    this.machine.handle(TIDY_DEADLINE, async (_, claim) => {
      await this.rows.forget(this.time.now() - KEPT_MS);
      await this.database.transaction(async (manager) => {
        if (await claim(manager)) await this.machine.set(manager, [this.#nextTidying()]);
      });
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.machine.ensure(this.#nextTidying());
  }

  async #due(channel: Channel, id: string, claim: Claim): Promise<void> {
    const notice = await this.rows.waiting(id);
    if (notice === null) return;
    // Before the transaction: while a server lets us wait, nothing of the room's is held.
    const outcome = await this.#tried(channel, notice);
    const at = this.time.now();
    const next = outcome === 'sent' || outcome === 'withheld' ? null : nextTryAt(notice.tries + 1, at);
    const fault = typeof outcome === 'string' ? null : outcome.fault;
    const state = typeof outcome === 'string' ? outcome : next === null ? 'dead' : 'waiting';
    await this.database.transaction(async (manager) => {
      if (!(await claim(manager))) return;
      await this.rows.tried(manager, id, { state, at, fault });
      if (next !== null) await this.rows.dueAt(manager, channel.name, [id], next);
    });
    if (fault !== null) {
      this.#log.warn(`${channel.name} ${id} of alert ${notice.body.alertId}: try ${notice.tries + 1} failed: ${fault}`);
    }
  }

  async #tried(channel: Channel, { body, address }: Waiting): Promise<'sent' | 'withheld' | { fault: string }> {
    const settings = await this.settings.read();
    const host = channel.hostOf(settings);
    // Also of a room whose settings were other ones when it was written.
    const exercise = this.config.exercise !== null || body.exercise;
    if (host !== null && !mayLeave(host, exercise, settings.outsideInExercise)) return 'withheld';
    try {
      await channel.send(body, address, settings);
      return 'sent';
    } catch (cause) {
      return { fault: faultOf(cause) };
    }
  }

  #nextTidying() {
    return { kind: TIDY_DEADLINE, subject: 'room', dueAt: this.time.now() + DAY_MS };
  }
}
