import { Global, Module } from '@nestjs/common';
import { Deadlines } from './deadlines.js';
import { Sweeper } from './sweeper.js';

@Global()
@Module({ providers: [Deadlines, Sweeper], exports: [Deadlines, Sweeper] })
export class DeadlinesModule {}
