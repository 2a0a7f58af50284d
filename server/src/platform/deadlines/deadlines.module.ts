import { Global, Module } from '@nestjs/common';
import { Deadlines, MachineDeadlines } from './deadlines.js';
import { MachineSweeper, Sweeper } from './sweeper.js';

@Global()
@Module({
  providers: [Deadlines, MachineDeadlines, MachineSweeper, Sweeper],
  exports: [Deadlines, MachineDeadlines, Sweeper],
})
export class DeadlinesModule {}
