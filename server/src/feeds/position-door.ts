import { Injectable } from '@nestjs/common';
import { DoorServices, FeedDoor } from './feed-door.js';
import { LaneBacklog } from './lane-backlog.js';
import { type AcceptedPosition, asSent, identityOf } from './positions/accepted-position.js';
import { checkPosition } from './positions/check-position.js';
import { packJob, packLot } from './positions/packed-positions.js';
import { RegisteredUnits } from './registered-units.js';

/** The door of the feed `positions`; its lanes are by unit. */
@Injectable()
export class PositionDoor extends FeedDoor<AcceptedPosition> {
  constructor(services: DoorServices, backlog: LaneBacklog, register: RegisteredUnits) {
    super(services, {
      feed: 'positions',
      check: checkPosition,
      subjectOf: (report) => report.unitId,
      identityOf,
      asSent,
      nameOf: (report) => `unit ${report.unitId}`,
      packLot,
      packJob,
      backlog,
      refuseMore: async (reports) => {
        if (!register.required) return null;
        const missing = await register.missingAmong(reports.map(({ unitId }) => unitId));
        if (missing.size === 0) return null;
        return ({ unitId }) => (missing.has(unitId) ? unknownUnit(unitId) : null);
      },
    });
  }
}

function unknownUnit(unitId: string) {
  const message = `unitId ${unitId} is not registered, and this room takes reports of registered units alone`;
  return { path: '/unitId', code: 'unknown-unit', message };
}
