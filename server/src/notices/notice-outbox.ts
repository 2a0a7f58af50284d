import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type Alert,
  type AlertEntry,
  CALLED_AT_LEVEL,
  type EpochMs,
  type NoticeBody,
  type NoticeChannel,
  toInstantOut,
} from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { OnDuty } from '../roster/on-duty.js';
import type { Channel } from './channel.js';
import { mayLeave } from './domain/may-leave.js';
import { noticeOf } from './domain/notice-body.js';
import { MailChannel } from './mail-channel.js';
import { NoticeRows } from './notice-rows.js';
import { type NoticeSettings, NoticeSettingsStore } from './notice-settings.js';
import { WebhookChannel } from './webhook-channel.js';

/** Writes down what must leave the room, in the transaction of the step that it tells of: both stand or neither. */
@Injectable()
export class NoticeOutbox {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: NoticeSettingsStore,
    private readonly rows: NoticeRows,
    private readonly onDuty: OnDuty,
    private readonly mail: MailChannel,
    private readonly webhook: WebhookChannel,
    private readonly time: SystemClock,
  ) {}

  /** Takes in what a step of an alert tells those outside, if it tells them anything. */
  async tell(
    manager: EntityManager,
    alert: Alert,
    { action, at, was = null }: { action: AlertEntry['action']; at: EpochMs; was?: Alert['severity'] | null },
  ): Promise<void> {
    const { exercise, http } = this.config;
    const sender = { exercise: exercise !== null, publicUrl: http.publicUrl };
    const told = noticeOf(alert, { action, at: toInstantOut(at), was }, sender);
    if (told === null) return;
    const settings = await this.settings.read(manager);
    if (this.#leadsOut(this.mail, settings)) {
      await this.#add(manager, 'e-mail', await this.#addresses(manager, alert.level), told);
    }
    if (this.#leadsOut(this.webhook, settings)) {
      await this.#add(manager, 'webhook', [this.webhook.hostOf(settings)!], told);
    }
  }

  #leadsOut(channel: Channel, settings: NoticeSettings): boolean {
    const host = channel.hostOf(settings);
    return host !== null && mayLeave(host, this.config.exercise !== null, settings.outsideInExercise);
  }

  /** Of those who have a role that the level calls, or stand at a post of it; each mailbox once. */
  async #addresses(manager: EntityManager, level: number): Promise<string[]> {
    const roles = CALLED_AT_LEVEL[level]!;
    const standing = await this.onDuty.of(roles, manager);
    const people: { email: string }[] = await manager.query(
      `SELECT DISTINCT ON (lower(email)) email FROM person
        WHERE email IS NOT NULL AND disabled_at IS NULL AND (role = ANY($1) OR id::text = ANY($2))
        ORDER BY lower(email), email`,
      [roles, standing.flatMap(({ personId }) => personId ?? [])],
    );
    return people.map(({ email }) => email);
  }

  async #add(
    manager: EntityManager,
    channel: NoticeChannel,
    addresses: readonly string[],
    told: Omit<NoticeBody, 'id'>,
  ): Promise<void> {
    const notices = addresses.map((address) => {
      const id = `msg_${randomBytes(12).toString('hex')}`;
      return { address, body: { id, ...told } };
    });
    await this.rows.add(manager, channel, notices, this.time.now());
  }
}
