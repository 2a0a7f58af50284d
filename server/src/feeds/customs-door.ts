import { Injectable } from '@nestjs/common';
import { type AcceptedDossier, asSent, identityOf, nameOf, packJob, packLot } from './dossiers/accepted-dossier.js';
import { checkCustoms } from './dossiers/check-dossier.js';
import { DoorServices, FeedDoor } from './feed-door.js';

/** The door of the feed `customs`; its lanes are by consignment. */
@Injectable()
export class CustomsDoor extends FeedDoor<AcceptedDossier> {
  constructor(services: DoorServices) {
    super(services, {
      feed: 'customs',
      check: checkCustoms,
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
