import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { OnDuty } from './on-duty.js';
import { RosterPeople } from './people.js';
import { Roster } from './roster.js';
import { RosterController } from './roster.controller.js';
import { ShiftRows } from './shift-rows.js';

/** The duty roster. Others ask it whom to call. */
@Module({
  imports: [AccessModule, ChangesModule],
  controllers: [RosterController],
  providers: [OnDuty, Roster, RosterPeople, ShiftRows],
  exports: [OnDuty, Roster, RosterPeople, ShiftRows],
})
export class RosterModule {}
