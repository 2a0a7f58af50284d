import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NoticeSettingsAmendment, WebhookTarget } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog, type AuditRecord } from '../access/audit-log.js';
import { Problem } from '../platform/http/problem.js';

/** What an administrator set. */
export interface NoticeSettings {
  version: number;
  webhook: { url: string; secret: string } | null;
  outsideInExercise: boolean;
}

interface Row {
  version: number;
  webhook_url: string | null;
  webhook_secret: string | null;
  outside_in_exercise: boolean;
}

type By = Pick<AuditRecord, 'who' | 'from'>;

/** The table `notice_settings`. The secret leaves it for the signature alone. */
@Injectable()
export class NoticeSettingsStore {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditLog,
  ) {}

  async read(manager: EntityManager = this.database.manager): Promise<NoticeSettings> {
    const [row]: Row[] = await manager.query(`SELECT * FROM notice_settings`);
    const { version, webhook_url: url, webhook_secret: secret, outside_in_exercise: outsideInExercise } = row!;
    return { version, webhook: url === null || secret === null ? null : { url, secret }, outsideInExercise };
  }

  /**
   * Says where the webhook is.
   * @returns the secret, when it was made here and must be shown now
   * @throws Problem 409 when the settings are of another version
   */
  async setWebhook({ version, url, secret, newSecret }: WebhookTarget, by: By): Promise<string | null> {
    return this.#change(version, 'notice-webhook.set', by, async (before, manager) => {
      const made =
        url !== null && secret === undefined && (newSecret || before.webhook === null) ? newSecretWord() : null;
      const now = url === null ? null : (secret ?? made ?? before.webhook!.secret);
      await manager.query(`UPDATE notice_settings SET webhook_url = $1, webhook_secret = $2`, [url, now]);
      const told = { url, secretChanged: now !== null && now !== before.webhook?.secret };
      return { result: made, before: { url: before.webhook?.url ?? null }, after: told };
    });
  }

  async amend({ version, outsideInExercise }: NoticeSettingsAmendment, by: By): Promise<void> {
    await this.#change(version, 'notice-settings.change', by, async (before, manager) => {
      await manager.query(`UPDATE notice_settings SET outside_in_exercise = $1`, [outsideInExercise]);
      return { result: null, before: { outsideInExercise: before.outsideInExercise }, after: { outsideInExercise } };
    });
  }

  async #change<Result>(
    version: number,
    action: string,
    by: By,
    change: (
      before: NoticeSettings,
      manager: EntityManager,
    ) => Promise<{ result: Result; before: Record<string, unknown>; after: Record<string, unknown> }>,
  ): Promise<Result> {
    return this.database.transaction(async (manager) => {
      await manager.query(`SELECT 1 FROM notice_settings FOR UPDATE`);
      const stood = await this.read(manager);
      if (stood.version !== version) {
        throw new Problem(409, {
          code: 'version-conflict',
          message: 'somebody else has changed where escalations go meanwhile',
          path: '/version',
          current: { version: stood.version, webhookUrl: stood.webhook?.url ?? null },
        });
      }
      const { result, before, after } = await change(stood, manager);
      await manager.query(`UPDATE notice_settings SET version = version + 1`);
      await this.audit.record({ ...by, action, subject: 'room', before, after }, manager);
      return result;
    });
  }
}

function newSecretWord(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
