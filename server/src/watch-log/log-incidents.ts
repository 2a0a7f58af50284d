import { Injectable } from '@nestjs/common';
import type { NewLogEntry } from '@rearguard/shared';
import type { PersonIdentity } from '../access/identity.js';
import type { RoomTransaction } from '../changes/change-log.js';

/** Enters the incident of a line and calls `write`, with its id, in the transaction in which it does. */
export type EnterIncident = (
  line: NewLogEntry & { incident: NonNullable<NewLogEntry['incident']> },
  who: PersonIdentity,
  write: (tx: RoomTransaction, incidentId: string) => Promise<void>,
) => Promise<void>;

/** A line of the log can be an incident; whoever takes incidents in says here how. */
@Injectable()
export class LogIncidents {
  enter: EnterIncident | null = null;
}
