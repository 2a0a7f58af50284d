import { z } from 'zod';
import { Alert } from '../model/alert.js';
import { Change } from '../model/change.js';
import { RoomClock } from '../model/clock.js';
import { Comms } from '../model/comms.js';
import { Consignment } from '../model/consignment.js';
import { Convoy } from '../model/convoy.js';
import { FeedHealth } from '../model/feed.js';
import { FlightRequest } from '../model/flight-request.js';
import { Incident } from '../model/incident.js';
import { InstantOut } from '../model/instant.js';
import { Movement } from '../model/movement.js';
import { Restriction } from '../model/restriction.js';
import { Role } from '../model/role.js';
import { Site } from '../model/site.js';
import { Unit } from '../model/unit.js';

/** Most reports in one request to the door. */
export const MAX_REPORTS = 5_000;
/** Most bytes in one request to the door: 5 MB. */
export const MAX_BODY_BYTES = 5_000_000;

/** One row for each refused report of a batch. */
export const Rejected = z.object({ index: z.int(), path: z.string(), code: z.string(), message: z.string() });
export type Rejected = z.infer<typeof Rejected>;

/** 202 of `POST /api/feeds/{feed}/reports`: what was accepted is on disk. */
export const ReportsReply = z.object({ batchId: z.string(), accepted: z.int(), rejected: z.array(Rejected) });
export type ReportsReply = z.infer<typeof ReportsReply>;

/** A list: `?cursor=&limit=` (100, at most 5,000). */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** `GET /api/sessions/current`. */
export const Session = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  role: Role,
  expiresAt: InstantOut,
  /** Settings of the room that the page needs before anything else. */
  room: z.object({
    exercise: z.string().nullable(),
    missionTimeZone: z.string(),
    /** Set only when the operator configured a Mapbox token of their own. */
    mapboxAccessToken: z.string().nullable(),
    /** True when `DATA_DIR/maps` holds a base map that replaces the built-in one. */
    ownBaseMap: z.boolean(),
  }),
});
export type Session = z.infer<typeof Session>;

/** `GET /api/picture` and the socket event `picture:snapshot`: each kind an object by id. */
export const Picture = z.object({
  seq: z.int(),
  at: InstantOut,
  clock: RoomClock,
  units: z.record(z.string(), Unit),
  convoys: z.record(z.string(), Convoy),
  sites: z.record(z.string(), Site),
  /** Radio checks of sites and convoys (SR-62), until they end. */
  comms: z.record(z.string(), Comms),
  /** Those reported in the last weeks; older ones: `GET /api/incidents`. */
  incidents: z.record(z.string(), Incident),
  /** Open ones, and closed ones for a day; older ones: `GET /api/alerts`. */
  alerts: z.record(z.string(), Alert),
  /** Open ones, and those of which anything was heard in the last weeks; older ones by their lists. */
  movements: z.record(z.string(), Movement),
  flightRequests: z.record(z.string(), FlightRequest),
  consignments: z.record(z.string(), Consignment),
  restrictions: z.record(z.string(), Restriction),
});
export type Picture = z.infer<typeof Picture>;

export const ChangesReply = page(Change);
export const FeedsReply = z.object({ items: z.array(FeedHealth), nextCursor: z.null() });
export type FeedsReply = z.infer<typeof FeedsReply>;

/** `POST /api/exercise/speed` and `/jump`. */
export const ExerciseSpeed = z.object({
  speed: z.number().min(0.1).max(3_600),
  /** Whether time runs no faster than life while a critical alert is not acknowledged; as before when it is absent. */
  dropsAtCritical: z.boolean().optional(),
});
export const ExerciseJump = z.object({ to: z.iso.datetime({ offset: true }) });
