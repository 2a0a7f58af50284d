import { Injectable } from '@nestjs/common';
import { DoorServices, FeedDoor } from './feed-door.js';
import { type AcceptedIncident, asSent, identityOf, packJob, packLot } from './incidents/accepted-incident.js';
import { checkIncident } from './incidents/check-incident.js';

/** The door of the feed `security`; its lanes are by incident. */
@Injectable()
export class SecurityDoor extends FeedDoor<AcceptedIncident> {
  constructor(services: DoorServices) {
    super(services, {
      feed: 'security',
      check: checkIncident,
      subjectOf: (report) => report.incidentId,
      identityOf,
      asSent,
      nameOf: (report) => `incident ${report.incidentId}`,
      packLot,
      packJob,
      // Too few ever to be behind.
      backlog: null,
    });
  }
}
