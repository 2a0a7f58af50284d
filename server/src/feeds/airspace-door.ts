import { Injectable } from '@nestjs/common';
import { type AcceptedDossier, asSent, identityOf, nameOf, packJob, packLot } from './dossiers/accepted-dossier.js';
import { checkAirspace } from './dossiers/check-dossier.js';
import { DoorServices, FeedDoor } from './feed-door.js';

/** The door of the feed `airspace`; its lanes are by request. */
@Injectable()
export class AirspaceDoor extends FeedDoor<AcceptedDossier> {
  constructor(services: DoorServices) {
    super(services, {
      feed: 'airspace',
      check: checkAirspace,
      subjectOf: nameOf,
      identityOf,
      asSent,
      nameOf,
      packLot,
      packJob,
      backlog: null,
    });
  }
}
