/** What a driver is to send. */
export interface Load {
  /** Doors; a unit's reports always go to the same one. */
  urls: string[];
  token: string;
  units: number;
  /** Reports in a request; units take turns, so that each is in every `units / batch`th request. */
  batch: number;
  /** Reports a second. */
  perSecond: number;
  seconds: number;
  /** Requests of this many milliseconds are sent at once, at the end of that time: bursts. 0: evenly. */
  burstMs?: number;
  /** Ten requests a second, stamped with the tenth in which each was due, so that a frame's head tells which they were. */
  wholeTenths?: boolean;
  /** Reports are up to a second old, each unit by its own age, as from trackers with clocks of their own. */
  ownAges?: boolean;
}

/** What became of it. The arrays have one entry for each accepted request. */
export interface Sent {
  /** Reports that should have been sent by the plan, and those that were. */
  planned: number;
  sent: number;
  /** From the first request to the last one. */
  tookMs: number;
  accepted: number;
  /** Refused one by one. */
  rejected: number;
  /** In requests that were answered with something else than 202, or not at all. */
  turnedAway: number;
  /** What such an answer said, first ones. */
  faults: string[];
  firstUnit: Int32Array;
  observedAt: Float64Array;
  /** Epoch ms: when the request was handed to the system, and when its 202 was read. */
  sentAt: Float64Array;
  acceptedAt: Float64Array;
}
