import { Inject, Injectable } from '@nestjs/common';
import { type ChannelStand, NOTICE_CHANNELS, type NoticeChannels, toInstantOut } from '@rearguard/shared';
import { CONFIG, type Config } from '../config/config.js';
import type { Channel } from './channel.js';
import { mayLeave } from './domain/may-leave.js';
import { MailChannel } from './mail-channel.js';
import { NoticeRows } from './notice-rows.js';
import { type NoticeSettings, NoticeSettingsStore } from './notice-settings.js';
import { WebhookChannel } from './webhook-channel.js';

/** How the ways out of the room do, for who administers it. */
@Injectable()
export class NoticeStand {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: NoticeSettingsStore,
    private readonly rows: NoticeRows,
    private readonly mail: MailChannel,
    private readonly webhook: WebhookChannel,
  ) {}

  async channels(): Promise<NoticeChannels> {
    const settings = await this.settings.read();
    return {
      version: settings.version,
      webhookUrl: settings.webhook?.url ?? null,
      outsideInExercise: settings.outsideInExercise,
      reachable: await this.rows.reachable(),
      channels: await Promise.all(
        NOTICE_CHANNELS.map((name) => this.#stand(name === 'e-mail' ? this.mail : this.webhook, settings)),
      ),
    };
  }

  async #stand(channel: Channel, settings: NoticeSettings): Promise<ChannelStand> {
    const host = channel.hostOf(settings);
    const { waiting, dead, lastSentAt, fault } = await this.rows.figures(channel.name);
    const state = this.#stateOf(host, settings, fault);
    return {
      channel: channel.name,
      host,
      state,
      waiting,
      dead,
      lastSentAt: lastSentAt === null ? null : toInstantOut(lastSentAt),
      fault,
    };
  }

  #stateOf(host: string | null, settings: NoticeSettings, fault: string | null): ChannelStand['state'] {
    if (host === null) return 'off';
    if (!mayLeave(host, this.config.exercise !== null, settings.outsideInExercise)) return 'exercise-only-here';
    return fault === null ? 'ready' : 'failing';
  }
}
