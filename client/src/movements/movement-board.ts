import { type Movement, MOVEMENT_STATES, NO_COVER } from '@rearguard/shared';
import type { Cell } from '../board/board-model.js';
import type { BoardSpec } from '../board/board.svelte.js';
import type { CsvColumn } from '../board/csv.js';
import { dependantNames } from '../dossiers/dossier-words.js';
import { placeWords } from '../dossiers/place-names.js';
import { utcNear } from '../dossiers/utc-words.js';
import type { Room } from '../wall/room.svelte.js';
import { answerDueAt, ANSWER_MS, markOf, type MovementRow, stateIndex } from './movement-rows.js';

/** Columns and chips of the board of movements, in the language of the page. */
export function movementBoard(room: Room): BoardSpec<MovementRow> {
  const words = room.i18n.m.dossiers;
  const cells = movementCells(room);
  return {
    facets: [
      {
        id: 'state',
        name: words.column.state,
        values: MOVEMENT_STATES.map((id) => ({ id, name: words.movementState[id] })),
        of: ({ movement }) => movement.state,
      },
    ],
    columns: [
      {
        id: 'id',
        name: words.column.movement,
        track: 'minmax(0, 1fr)',
        key: ({ id }) => id,
        cell: ({ movement }) => cells.movement(movement),
        small: true,
      },
      {
        id: 'state',
        name: words.column.state,
        track: 'minmax(0, 1.3fr)',
        key: ({ movement }) => stateIndex(movement),
        cell: ({ movement }) => cells.state(movement),
        small: true,
      },
      {
        id: 'answer',
        name: words.column.answer,
        track: 'minmax(0, 1.2fr)',
        key: ({ movement }) => answerDueAt(movement),
        cell: ({ movement }) => cells.answer(movement),
        small: true,
      },
      {
        id: 'way',
        name: words.column.way,
        track: 'minmax(0, 1.2fr)',
        key: ({ movement }) => cells.way(movement).text,
        cell: ({ movement }) => cells.way(movement),
      },
      {
        id: 'window',
        name: words.column.window,
        track: 'minmax(0, 1.2fr)',
        key: ({ movement: { window, wanted } }) => {
          const end = window?.to ?? wanted?.to;
          return end === undefined ? null : Date.parse(end);
        },
        cell: ({ movement }) => cells.window(movement),
      },
      {
        id: 'cover',
        name: words.column.cover,
        track: 'minmax(0, 1.2fr)',
        key: ({ movement }) => cells.cover(movement).text,
        cell: ({ movement }) => cells.cover(movement),
      },
      {
        id: 'dependants',
        name: words.column.dependants,
        track: 'minmax(0, 1fr)',
        key: ({ movement }) => dependantNames(movement.dependants, room) || null,
        cell: ({ movement: { dependants } }) =>
          dependants.length === 0 ? { text: words.nobody, tone: 'quiet' } : { text: dependantNames(dependants, room) },
        small: true,
      },
    ],
  };
}

/** What stands in each place; read while it is drawn, so that times run on in the rows that are in sight. */
export function movementCells(room: Room) {
  const { m, format } = room.i18n;
  const words = m.dossiers;
  const now = (): number => room.now ?? 0;
  const since = (instant: string): string => format.hours(now() - Date.parse(instant));
  return {
    movement(movement: Movement): Cell {
      const { id, load, commander } = movement;
      return { text: id, note: load ?? commander ?? '', mark: markOf(movement, now()) };
    },

    state({ state, reason, since: begun, checkpoint, delays, outsideWindow }: Movement): Cell {
      const text = words.movementState[state];
      const age = words.stateFor(since(begun));
      switch (state) {
        case 'planned':
          return { text, broken: true, note: words.notSubmitted };
        case 'submitted':
          return { text, broken: true, note: words.notApproved, noteTone: 'medium' };
        case 'refused':
        case 'attacked':
          return { text, tone: state === 'attacked' ? 'critical' : 'high', note: reason ?? age };
        case 'delayed': {
          const cause = delays.at(-1)?.cause;
          return { text, tone: 'medium', note: cause ? words.delayCause[cause] : (reason ?? age) };
        }
        case 'at_checkpoint':
          return { text, note: checkpoint ?? age };
        case 'departed':
          return outsideWindow ? { text, note: words.outsideWindow, noteTone: 'high' } : { text, note: age };
        default:
          return { text, tone: state === 'approved' ? null : 'quiet', note: age };
      }
    },

    answer(movement: Movement): Cell {
      const due = answerDueAt(movement);
      if (due !== null) {
        const left = due - now();
        const text = since(movement.submittedAt ?? movement.since);
        return left > 0
          ? { text, note: words.leftOfLimit(format.hours(ANSWER_MS), format.span(left)) }
          : { text, tone: 'high', note: words.overBy(format.span(-left)), noteTone: 'high' };
      }
      const { submittedAt, answeredAt } = movement;
      return submittedAt === null || answeredAt === null
        ? { text: '–', tone: 'quiet' }
        : { text: words.answeredAfter(format.hours(Date.parse(answeredAt) - Date.parse(submittedAt))), tone: 'quiet' };
    },

    way({ fromPlace, toPlace, vehicles, people }: Movement): Cell {
      const place = (name: string | null): string => (name === null ? m.unknown : placeWords(name, room));
      const number = (count: number | null): string => (count === null ? m.unknown : format.number(count));
      const note = vehicles === null && people === null ? '' : m.vehiclesAndPeople(number(vehicles), number(people));
      return { text: `${place(fromPlace)} → ${place(toPlace)}`, note };
    },

    window({ window, wanted, state }: Movement): Cell {
      const near = (instant: string): string => utcNear(Date.parse(instant), now(), format);
      if (window === null)
        return wanted === null
          ? { text: m.unknown, broken: true }
          : { text: words.wantedAt(near(wanted.from)), tone: 'quiet' };
      const left = Date.parse(window.to) - now();
      if (state !== 'approved' || left <= 0) return { text: words.until(near(window.to)), tone: 'quiet' };
      return { text: words.until(near(window.to)), note: words.leftFor(format.span(left)) };
    },

    cover({ escort, airCover, medicalCover, withoutReason }: Movement): Cell {
      const named = (cover: string | null): string =>
        cover === null ? m.unknown : cover === NO_COVER ? words.noCover : cover;
      const uncovered = escort === NO_COVER || airCover === NO_COVER || medicalCover === NO_COVER;
      const note = words.labelled(words.field['airCover']!, named(airCover));
      return {
        text: escort === null ? m.unknown : named(escort),
        broken: escort === null,
        note: uncovered && withoutReason !== null ? `${note}${m.listAnd}${withoutReason}` : note,
        noteTone: uncovered ? 'medium' : null,
      };
    },
  };
}

/** What is exported of each movement: fields as the interface names them, instants in UTC. */
export const MOVEMENT_CSV: readonly CsvColumn<MovementRow>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'state', value: ({ movement }) => movement.state },
  { name: 'since', value: ({ movement }) => movement.since },
  { name: 'reason', value: ({ movement }) => movement.reason },
  { name: 'fromPlace', value: ({ movement }) => movement.fromPlace },
  { name: 'toPlace', value: ({ movement }) => movement.toPlace },
  { name: 'vehicles', value: ({ movement }) => movement.vehicles },
  { name: 'people', value: ({ movement }) => movement.people },
  { name: 'escort', value: ({ movement }) => movement.escort },
  { name: 'medicalCover', value: ({ movement }) => movement.medicalCover },
  { name: 'airCover', value: ({ movement }) => movement.airCover },
  { name: 'submittedAt', value: ({ movement }) => movement.submittedAt },
  { name: 'answeredAt', value: ({ movement }) => movement.answeredAt },
  { name: 'windowFrom', value: ({ movement }) => movement.window?.from ?? null },
  { name: 'windowTo', value: ({ movement }) => movement.window?.to ?? null },
  { name: 'departedAt', value: ({ movement }) => movement.departedAt },
  { name: 'attacks', value: ({ movement }) => movement.attackedAt.length },
  { name: 'peopleArrived', value: ({ movement }) => movement.peopleArrived },
  { name: 'vehiclesArrived', value: ({ movement }) => movement.vehiclesArrived },
  {
    name: 'dependants',
    value: ({ movement }) => movement.dependants.map(({ type, id }) => `${type}:${id}`).join('; '),
  },
  { name: 'source', value: ({ movement }) => movement.source },
  { name: 'lastObservedAt', value: ({ movement }) => movement.lastObservedAt },
  { name: 'invented', value: ({ movement }) => movement.invented },
];
