import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isLoopback, type NoticeBody } from '@rearguard/shared';
import { createTransport } from 'nodemailer';
import { CONFIG, type Config } from '../config/config.js';
import type { Channel } from './channel.js';
import { mailOf } from './domain/mail-text.js';

const CONNECT_WITHIN_MS = 5_000;
const SILENT_FOR_MS = 10_000;

/** E-mail to the people called, through the organisation's own mail server. */
@Injectable()
export class MailChannel implements Channel, OnModuleDestroy {
  readonly name = 'e-mail';
  readonly #transport;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { smtp } = config;
    this.#transport =
      smtp &&
      createTransport({
        host: smtp.host,
        port: smtp.port,
        secure: smtp.tls,
        // What calls people names places of theirs: it does not cross a network in the clear.
        requireTLS: !smtp.tls && !isLoopback(smtp.host),
        // A relay on this machine has a certificate of nobody, if any.
        ignoreTLS: !smtp.tls && isLoopback(smtp.host),
        ...(smtp.user !== null && { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
        connectionTimeout: CONNECT_WITHIN_MS,
        greetingTimeout: CONNECT_WITHIN_MS,
        socketTimeout: SILENT_FOR_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
  }

  onModuleDestroy(): void {
    this.#transport?.close();
  }

  hostOf(): string | null {
    return this.config.smtp?.host ?? null;
  }

  async send(body: NoticeBody, address: string): Promise<void> {
    const { smtp } = this.config;
    if (smtp === null || this.#transport === null) throw new Error('no mail server is named (SMTP_URL)');
    const domain = smtp.from.slice(smtp.from.lastIndexOf('@') + 1);
    await this.#transport.sendMail({
      from: { name: 'Rearguard', address: smtp.from },
      to: { name: '', address },
      // The same at each try, so that a mailbox can tell a repeat.
      messageId: `<${body.id}@${domain}>`,
      // No machine answers it with a note of absence.
      headers: { 'Auto-Submitted': 'auto-generated' },
      priority: 'high',
      ...mailOf(body),
    });
  }
}
