import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { withoutSecrets } from './without-secrets.js';

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn'];

/** One line of JSON for each thing that an operator should know of, with no secret in it, whoever wrote it there. */
export class JsonLog extends ConsoleLogger {
  constructor() {
    super({ json: true, logLevels: LEVELS });
  }

  protected override stringifyJsonLogObject(entry: Record<string, unknown>): string {
    return withoutSecrets(super.stringifyJsonLogObject(entry));
  }
}
