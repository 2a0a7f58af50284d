import { type Consequence, daysOfStock, type EpochMs, waysAround } from '@rearguard/shared';
import type { Room } from '../wall/room.svelte.js';

/** What falls on each convoy, site and patient, by {@link keyOf}. */
export type Falls = ReadonlyMap<string, readonly Consequence[]>;

/** What cannot happen comes before what is doubtful. */
const ORDER: readonly Consequence['what'][] = [
  'revoked',
  'refused',
  'held',
  'rejected',
  'expired',
  'partly_refused',
  'restricted',
];

export function keyOf({ type, id }: Consequence['on']): string {
  return `${type}:${id}`;
}

/** By whom they fall on, the gravest first, of these the newest. */
export function fallsOn(consequences: readonly Consequence[]): Falls {
  const falls = new Map<string, Consequence[]>();
  for (const one of [...consequences].sort(byWeight)) {
    const key = keyOf(one.on);
    const mine = falls.get(key);
    if (mine) mine.push(one);
    else falls.set(key, [one]);
  }
  return falls;
}

/** A consequence in the words of the page, with the chain behind it. */
export interface Line {
  key: string;
  what: Consequence['what'];
  /** `Air cover refused` */
  text: string;
  whom: string;
  /** Which dossier, why, and since when. */
  chain: string;
  /** The restriction behind it, and what that follows from. */
  behind: string | null;
  /** Corridors that can be taken instead. */
  ways: string | null;
  since: EpochMs;
}

export function lineOf(one: Consequence, room: Room, now: EpochMs): Line {
  const { format, m } = room.i18n;
  const words = m.consequences;
  const { picture } = room.live;
  const { kind, id, what, since, reason, on } = one;
  const restriction = one.restrictionId === null ? undefined : picture.restrictions[one.restrictionId];
  const place = restriction && room.placeName(restriction.placeId ?? restriction.place);
  const limit = restriction && words.limit[restriction.kind];
  const text =
    kind === 'restriction'
      ? words.said(place ?? one.purpose, limit ?? words.what[what])
      : words.said(words.purpose[one.purpose as keyof typeof words.purpose] ?? one.purpose, words.what[what]);
  const goods = kind === 'consignment' ? picture.consignments[id] : undefined;
  const stockDays = goods === undefined ? null : daysOfStock(goods, now);
  const sinceMs = Date.parse(since);
  const chain = [
    id,
    ...(stockDays === null ? [] : [words.stockLeft(stockDays, format.number(stockDays, 0))]),
    reason ?? words.noReason,
    words.since(format.timeNear(sinceMs, now)),
  ];
  const incident = restriction?.incidentId ? [words.byIncident(restriction.incidentId)] : [];
  const behind =
    kind === 'restriction' || !restriction
      ? incident
      : [words.byRestriction(restriction.id, place!, limit!), ...incident];
  return {
    key: `${keyOf(on)} ${kind} ${id}`,
    what,
    text,
    whom: whomOf(on, room),
    chain: chain.join(m.listAnd),
    behind: behind.length === 0 ? null : behind.join(m.listAnd),
    ways: kind === 'restriction' ? waysOf(one, room) : null,
    since: sinceMs,
  };
}

function whomOf({ type, id }: Consequence['on'], room: Room): string {
  if (type === 'site') return room.placeName(id);
  return type === 'patient' ? room.i18n.m.consequences.patient(id) : id;
}

/** Where else it can go, with all the kilometres to the port. */
function waysOf({ on }: Consequence, room: Room): string | null {
  const convoy = room.live.picture.convoys[on.id];
  if (!convoy) return null;
  const { format, m } = room.i18n;
  const restricted = (room.falls.get(keyOf(on)) ?? []).filter(({ kind }) => kind === 'restriction');
  const routes = [...room.routes];
  const ways = waysAround(convoy, routes, new Set(restricted.map(({ purpose }) => purpose)));
  const told = ways.map(({ routeId, approachKm, corridorKm }) => {
    const port = routes.find(({ id }) => id === routeId)!.waypoints.at(-1)!.placeId;
    return m.consequences.wayKm(room.placeName(port), m.km(format.km(approachKm + corridorKm)));
  });
  return told.length === 0 ? null : told.join(m.listAnd);
}

function byWeight(a: Consequence, b: Consequence): number {
  const [x, y] = [a, b].map(({ since }) => Date.parse(since));
  return ORDER.indexOf(a.what) - ORDER.indexOf(b.what) || y! - x! || (a.id < b.id ? -1 : 1);
}
