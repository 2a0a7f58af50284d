import {
  FLIGHT_REQUEST_STATES,
  FlightPurpose,
  type FlightRequest,
  placesOf,
  type Restriction,
  restrictionsOn,
} from '@rearguard/shared';
import type { BoardSpec } from '../board/board.svelte.js';
import type { Cell } from '../board/board-model.js';
import type { CsvColumn } from '../board/csv.js';
import { dependantNames, legsWords } from '../dossiers/dossier-words.js';
import type { Room } from '../wall/room.svelte.js';
import { answerDueAt, answeredAfterMs, answerLimitMs } from './answer.js';
import { EXPIRING_MS, type FlightRow, markOf } from './flight-rows.js';
import { utcNear } from '../dossiers/utc-words.js';

/** Columns and chips of the board of flight requests, in the language of the page. */
export function flightBoard(room: Room): BoardSpec<FlightRow> {
  const { m } = room.i18n;
  const words = m.dossiers;
  const cells = flightCells(room);
  const at = (instant: string | null | undefined): number | null => (instant ? Date.parse(instant) : null);
  return {
    facets: [
      {
        id: 'state',
        name: words.column.state,
        values: FLIGHT_REQUEST_STATES.map((id) => ({ id, name: words.flightState[id] })),
        of: ({ request }) => request.state,
      },
      {
        id: 'purpose',
        name: words.column.purpose,
        values: FlightPurpose.options.map((id) => ({ id, name: words.purpose[id] })),
        of: ({ request }) => request.purpose,
      },
    ],
    columns: [
      {
        id: 'id',
        name: words.column.request,
        track: 'minmax(0, 1.1fr)',
        key: ({ id }) => id,
        cell: ({ request }) => cells.request(request),
        small: true,
      },
      {
        id: 'state',
        name: words.column.state,
        track: 'minmax(0, 1.4fr)',
        key: ({ request }) => FLIGHT_REQUEST_STATES.indexOf(request.state),
        cell: ({ request }) => cells.state(request),
        small: true,
      },
      {
        id: 'answer',
        name: words.column.answer,
        track: 'minmax(0, 1.25fr)',
        key: ({ request }) => answerDueAt(request),
        cell: ({ request }) => cells.answer(request),
        small: true,
      },
      {
        id: 'purpose',
        name: words.column.purpose,
        track: 'minmax(0, 1.05fr)',
        key: ({ request }) => words.purpose[request.purpose],
        cell: ({ request }) => ({
          text: words.purpose[request.purpose],
          note: request.urgent ? words.urgent : '',
          noteTone: 'high',
        }),
      },
      {
        id: 'legs',
        name: words.column.legs,
        track: 'minmax(0, 1.2fr)',
        key: ({ request }) => legsWords(request, room) || null,
        cell: ({ request }) => cells.legs(request),
      },
      {
        id: 'window',
        name: words.column.window,
        track: 'minmax(0, 1.25fr)',
        key: ({ request }) => at(request.window?.to ?? request.wanted?.to),
        cell: ({ request }) => cells.window(request),
        small: true,
      },
      {
        id: 'dependants',
        name: words.column.dependants,
        track: 'minmax(0, 0.95fr)',
        key: ({ request }) => dependantNames(request.dependants, room) || null,
        cell: ({ request }) =>
          request.dependants.length === 0
            ? { text: words.nobody, tone: 'quiet' }
            : { text: dependantNames(request.dependants, room) },
        small: true,
      },
    ],
  };
}

/** The restriction in force that falls on an approval, if there is one. */
export function flagOn(request: FlightRequest, room: Room): Restriction | null {
  if (request.state !== 'approved') return null;
  const { restrictions } = room.live.picture;
  return restrictionsOn(placesOf(request), Object.values(restrictions), room.now ?? 0)[0] ?? null;
}

/** What stands in each place; read while it is drawn, so that times run on in the rows that are in sight. */
export function flightCells(room: Room) {
  const { m, format } = room.i18n;
  const words = m.dossiers;
  const now = (): number => room.now ?? 0;
  const since = (instant: string): string => format.hours(now() - Date.parse(instant));
  return {
    request(request: FlightRequest): Cell {
      const note = [request.callSign, request.aircraft].filter(Boolean).join(m.listAnd);
      return { text: request.id, note, mark: markOf(request, flagOn(request, room), now()) };
    },

    state(request: FlightRequest): Cell {
      const { state, reason, partial, withoutApproval } = request;
      const text = words.flightState[state];
      const age = words.stateFor(since(request.since));
      switch (state) {
        case 'drafted':
          return { text, broken: true, note: words.notSubmitted };
        case 'submitted':
        case 'under_review':
          return { text, broken: true, note: words.notApproved, noteTone: 'medium' };
        case 'approved': {
          const flag = flagOn(request, room);
          if (flag !== null) {
            const note = words.restrictedAt(room.placeName(flag.placeId ?? flag.place));
            return { text, tone: 'high', note, noteTone: 'high' };
          }
          return partial ? { text: words.approvedInPart, tone: 'medium', note: age } : { text, note: age };
        }
        case 'denied':
        case 'revoked':
          return { text, tone: 'high', note: reason ?? words.noReason };
        case 'used':
          return withoutApproval
            ? { text, tone: 'high', note: words.withoutApproval, noteTone: 'high' }
            : { text, note: age };
        default:
          return { text, tone: 'quiet', note: reason ?? age };
      }
    },

    answer(request: FlightRequest): Cell {
      const due = answerDueAt(request);
      const limit = format.hours(answerLimitMs(request));
      if (due !== null) {
        const left = due - now();
        const text = since(request.submittedAt ?? request.since);
        return left > 0
          ? { text, note: words.leftOfLimit(limit, format.span(left)) }
          : { text, tone: markOf(request, null, now()), note: words.overBy(format.span(-left)), noteTone: 'high' };
      }
      const took = answeredAfterMs(request);
      return took === null
        ? { text: '–', tone: 'quiet' }
        : { text: words.answeredAfter(format.hours(took)), tone: 'quiet' };
    },

    legs(request: FlightRequest): Cell {
      if (request.legs.length === 0) return { text: m.unknown, broken: true };
      const denied = request.legs.filter(({ decision }) => decision === 'denied').length;
      const note =
        denied === 0
          ? ''
          : `${words.decision.denied}: ${format.number(denied)} / ${format.number(request.legs.length)}`;
      return { text: legsWords(request, room), note, noteTone: 'medium' };
    },

    window({ window, wanted, state }: FlightRequest): Cell {
      const near = (at: number): string => utcNear(at, now(), format);
      if (window === null)
        return wanted === null
          ? { text: m.unknown, broken: true }
          : { text: words.wantedAt(near(Date.parse(wanted.from))), tone: 'quiet' };
      const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
      const left = to - now();
      if (left <= 0) return { text: words.until(near(to)), tone: 'quiet', note: words.endedAgo(format.span(-left)) };
      if (from > now()) return { text: words.from(near(from)), note: words.beginsIn(format.span(from - now())) };
      const soon = state === 'approved' && left <= EXPIRING_MS;
      return { text: words.until(near(to)), note: words.leftFor(format.span(left)), noteTone: soon ? 'medium' : null };
    },
  };
}

/** What is exported of each request: fields as the interface names them, instants in UTC. */
export const FLIGHT_CSV: readonly CsvColumn<FlightRow>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'state', value: ({ request }) => request.state },
  { name: 'since', value: ({ request }) => request.since },
  { name: 'reason', value: ({ request }) => request.reason },
  { name: 'purpose', value: ({ request }) => request.purpose },
  { name: 'urgent', value: ({ request }) => request.urgent },
  { name: 'callSign', value: ({ request }) => request.callSign },
  { name: 'aircraft', value: ({ request }) => request.aircraft },
  {
    name: 'legs',
    value: ({ request }) => request.legs.map(({ from, to, decision }) => `${from}>${to} ${decision}`).join('; '),
  },
  { name: 'wantedFrom', value: ({ request }) => request.wanted?.from ?? null },
  { name: 'wantedTo', value: ({ request }) => request.wanted?.to ?? null },
  { name: 'submittedAt', value: ({ request }) => request.submittedAt },
  { name: 'answeredAt', value: ({ request }) => request.answeredAt },
  { name: 'windowFrom', value: ({ request }) => request.window?.from ?? null },
  { name: 'windowTo', value: ({ request }) => request.window?.to ?? null },
  { name: 'conditions', value: ({ request }) => request.conditions },
  { name: 'addressee', value: ({ request }) => request.addressee },
  { name: 'reference', value: ({ request }) => request.reference },
  { name: 'dependants', value: ({ request }) => request.dependants.map(({ type, id }) => `${type}:${id}`).join('; ') },
  { name: 'source', value: ({ request }) => request.source },
  { name: 'lastObservedAt', value: ({ request }) => request.lastObservedAt },
  { name: 'invented', value: ({ request }) => request.invented },
];
