import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { MailChannel } from './mail-channel.js';
import { NoticeExists } from './notice-exists.guard.js';
import { NoticeOutbox } from './notice-outbox.js';
import { NoticeRows } from './notice-rows.js';
import { NoticeSender } from './notice-sender.js';
import { NoticeSettingsStore } from './notice-settings.js';
import { NoticeStand } from './notice-stand.js';
import { NoticesController } from './notices.controller.js';
import { MailDeadlines, MailSweeper, WebhookDeadlines, WebhookSweeper } from './sending.js';
import { WebhookChannel } from './webhook-channel.js';

/** What leaves the room when an alert calls people: by e-mail and by webhook, written down first and sent apart. */
@Module({
  imports: [AccessModule, RosterModule],
  controllers: [NoticesController],
  providers: [
    MailChannel,
    MailDeadlines,
    MailSweeper,
    NoticeExists,
    NoticeOutbox,
    NoticeRows,
    NoticeSender,
    NoticeSettingsStore,
    NoticeStand,
    WebhookChannel,
    WebhookDeadlines,
    WebhookSweeper,
  ],
  exports: [NoticeOutbox, NoticeRows],
})
export class NoticesModule {}
