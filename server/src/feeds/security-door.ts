import { Injectable } from '@nestjs/common';
import { DoorServices, FeedDoor } from './feed-door.js';
import {
  type AcceptedSecurity,
  asSent,
  checkSecurity,
  identityOf,
  nameOf,
  packJob,
  packLot,
  subjectOf,
} from './incidents/accepted-security.js';

/** The door of the feed `security`: incidents and radio checks. */
@Injectable()
export class SecurityDoor extends FeedDoor<AcceptedSecurity> {
  constructor(services: DoorServices) {
    super(services, {
      feed: 'security',
      check: checkSecurity,
      subjectOf,
      identityOf,
      asSent,
      nameOf,
      packLot,
      packJob,
      // Too few ever to be behind.
      backlog: null,
    });
  }
}
