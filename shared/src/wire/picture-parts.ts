import type { ChangeKind } from '../model/change.js';
import type { Picture } from './http.js';

/**
 * Kinds of change whose newest body stands in the picture as it is, with the name of the part in which it does. Units and
 * the clock are not among them: they are more than their body.
 */
export const PICTURE_PARTS = {
  convoy: 'convoys',
  site: 'sites',
  comms: 'comms',
  incident: 'incidents',
  alert: 'alerts',
  movement: 'movements',
  'flight-request': 'flightRequests',
  consignment: 'consignments',
  restriction: 'restrictions',
} as const satisfies Partial<Record<ChangeKind, keyof Picture>>;

export type PictureKind = keyof typeof PICTURE_PARTS;
export type PicturePart = (typeof PICTURE_PARTS)[PictureKind];

/** Whether a kind of change stands in the picture as its newest body. */
export function isPictureKind(kind: string): kind is PictureKind {
  return Object.hasOwn(PICTURE_PARTS, kind);
}
