import { Injectable } from '@nestjs/common';
import { type AcceptedDossier, asSent, identityOf, nameOf, packJob, packLot } from './dossiers/accepted-dossier.js';
import { checkMovement } from './dossiers/check-dossier.js';
import { DoorServices, FeedDoor } from './feed-door.js';

/** The door of the feed `movements`; its lanes are by convoy. */
@Injectable()
export class MovementsDoor extends FeedDoor<AcceptedDossier> {
  constructor(services: DoorServices) {
    super(services, {
      feed: 'movements',
      check: checkMovement,
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
