import { Injectable } from '@nestjs/common';
import type { NoticeBody } from '@rearguard/shared';
import { Webhook } from 'standardwebhooks';
import { SystemClock } from '../platform/clock/clock.js';
import type { Channel } from './channel.js';
import type { NoticeSettings } from './notice-settings.js';

const ANSWER_WITHIN_MS = 10_000;

/** A signed POST to the address that an administrator set, as Standard Webhooks say. */
@Injectable()
export class WebhookChannel implements Channel {
  readonly name = 'webhook';

  constructor(private readonly time: SystemClock) {}

  hostOf({ webhook }: NoticeSettings): string | null {
    return webhook === null ? null : new URL(webhook.url).hostname;
  }

  async send(body: NoticeBody, _address: string, { webhook }: NoticeSettings): Promise<void> {
    if (webhook === null) throw new Error('no webhook is set');
    const text = JSON.stringify(body);
    // Whole seconds, since those are what is signed and sent.
    const seconds = Math.floor(this.time.now() / 1_000);
    const answer = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Rearguard',
        'webhook-id': body.id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': new Webhook(webhook.secret).sign(body.id, new Date(seconds * 1_000), text),
      },
      body: text,
      // An address that hands on to another could hand on to one that nobody allowed.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`answered ${answer.status || 'with a redirect'}`);
  }
}
