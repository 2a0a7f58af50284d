import { Global, Module } from '@nestjs/common';
import { ChangeLog } from './change-log.js';

/** The change log, which every feature writes to. */
@Global()
@Module({ providers: [ChangeLog], exports: [ChangeLog] })
export class ChangesModule {}
