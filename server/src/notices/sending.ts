import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { type DeadlineTime, Deadlines } from '../platform/deadlines/deadlines.js';
import { Sweeper } from '../platform/deadlines/sweeper.js';
import { Leases } from '../platform/leases/leases.js';

/** Mails that wait, each at the machine's time of its next try. */
@Injectable()
export class MailDeadlines extends Deadlines {
  protected override readonly time: DeadlineTime = 'e-mail';
}

/** Calls of the webhook that wait. */
@Injectable()
export class WebhookDeadlines extends Deadlines {
  protected override readonly time: DeadlineTime = 'webhook';
}

/** Sends mails, in one worker at a time. Beside the sweep of the room's deadlines: a server that hangs holds up only mails. */
@Injectable()
export class MailSweeper extends Sweeper {
  protected override readonly lease = 'e-mail';

  constructor(deadlines: MailDeadlines, time: SystemClock, leases: Leases, @Inject(CONFIG) config: Config) {
    super(deadlines, time, leases, config);
  }
}

@Injectable()
export class WebhookSweeper extends Sweeper {
  protected override readonly lease = 'webhook';

  constructor(deadlines: WebhookDeadlines, time: SystemClock, leases: Leases, @Inject(CONFIG) config: Config) {
    super(deadlines, time, leases, config);
  }
}
