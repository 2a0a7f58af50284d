import { type EpochMs, type FlightRequest, placesOf, type Restriction, type Severity } from '@rearguard/shared';
import { type BoardRow, plain } from '../board/board-model.js';
import { dependantNames, legsWords, stateWords } from '../dossiers/dossier-words.js';
import type { Room } from '../wall/room.svelte.js';
import { answerDueAt } from './answer.js';

export interface FlightRow extends BoardRow {
  request: FlightRequest;
}

const HOUR_MS = 3_600_000;
/** An approval that ends so soon is worth a look. */
export const EXPIRING_MS = 2 * HOUR_MS;
/** After this a refusal is history and no call. */
const REFUSED_FOR_MS = 7 * 24 * HOUR_MS;

/** A line for each request, made once for each state of it. */
export function flightRowOf(room: Room): (request: FlightRequest) => FlightRow {
  const { i18n } = room;
  const { purpose } = i18n.m.dossiers;
  const made = new WeakMap<FlightRequest, FlightRow>();
  return (request) => {
    let row = made.get(request);
    if (row === undefined) {
      const { id, callSign, aircraft, addressee, reference, conditions, reason, source } = request;
      const names = [id, callSign, aircraft, addressee, reference, conditions, reason, source];
      const said = [stateWords('flight-request', request.state, i18n), purpose[request.purpose]];
      const who = [dependantNames(request.dependants, room), ...request.dependants.map((one) => one.id)];
      const words = [...names, ...said, legsWords(request, room), ...placesOf(request), ...who];
      row = { id, request, words: plain(words.filter((word) => word !== null).join(' ')) };
      made.set(request, row);
    }
    return row;
  };
}

/** Whoever waits for an answer first, by when it is due; then approvals by their end; then what was refused, newest first. */
export function byNeed(a: FlightRow, b: FlightRow): number {
  const [rankA, atA] = need(a.request);
  const [rankB, atB] = need(b.request);
  return rankA - rankB || atA - atB || (a.id < b.id ? -1 : 1);
}

function need(request: FlightRequest): [rank: number, at: number] {
  const due = answerDueAt(request);
  if (due !== null) return [0, due];
  const since = Date.parse(request.since);
  switch (request.state) {
    case 'approved':
      return [1, request.window === null ? since : Date.parse(request.window.to)];
    case 'drafted':
      return [2, since];
    case 'denied':
    case 'revoked':
    case 'expired':
      return [3, -since];
    default:
      return [4, -since];
  }
}

/** How grave it is; null for what needs nobody. */
export function markOf(
  request: FlightRequest,
  flaggedBy: Restriction | null,
  now: EpochMs,
): Exclude<Severity, 'info'> | null {
  const due = answerDueAt(request);
  if (due !== null)
    return due > now ? null : request.purpose === 'medevac' ? 'critical' : request.urgent ? 'high' : 'medium';
  const { state, partial, window, dependants, inTheAir, since } = request;
  if (state === 'revoked' || state === 'denied') {
    if (now >= Date.parse(since) + REFUSED_FOR_MS) return null;
    if (state === 'revoked' && inTheAir) return 'critical';
    return dependants.length > 0 ? 'high' : 'medium';
  }
  if (state !== 'approved') return null;
  if (flaggedBy !== null) return dependants.length > 0 ? 'high' : 'medium';
  return partial || (window !== null && Date.parse(window.to) - now <= EXPIRING_MS) ? 'medium' : null;
}
