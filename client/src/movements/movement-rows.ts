import { type EpochMs, type Movement, MOVEMENT_STATES, type Severity } from '@rearguard/shared';
import { type BoardRow, plain } from '../board/board-model.js';
import { dependantNames, stateWords } from '../dossiers/dossier-words.js';
import { placeWords } from '../dossiers/place-names.js';
import type { Room } from '../wall/room.svelte.js';

export interface MovementRow extends BoardRow {
  movement: Movement;
}

const HOUR_MS = 3_600_000;
/** How long permission may take to be answered (domain workflow 1). */
export const ANSWER_MS = 48 * HOUR_MS;
/** An approval that ends so soon is worth a look. */
const EXPIRING_MS = 2 * HOUR_MS;
const ON_THE_ROAD: readonly Movement['state'][] = ['departed', 'at_checkpoint', 'delayed', 'attacked'];

/** A line for each movement, made once for each state of it. */
export function movementRowOf(room: Room): (movement: Movement) => MovementRow {
  const made = new WeakMap<Movement, MovementRow>();
  return (movement) => {
    let row = made.get(movement);
    if (row === undefined) {
      const { id, fromPlace, toPlace, commander, escort, load, reason, source, dependants, state } = movement;
      const places = [fromPlace, toPlace].flatMap((place) => (place === null ? [] : [place, placeWords(place, room)]));
      const who = [dependantNames(dependants, room), ...dependants.map((one) => one.id)];
      const said = [stateWords('movement', state, room.i18n), commander, escort, load, reason, source];
      row = { id, movement, words: plain([id, ...places, ...said, ...who].filter((word) => word !== null).join(' ')) };
      made.set(movement, row);
    }
    return row;
  };
}

export function isOnTheRoad({ state }: Movement): boolean {
  return ON_THE_ROAD.includes(state);
}

/** When the answer to a request for permission is due; null while none is waited for. */
export function answerDueAt({ state, submittedAt, since }: Movement): EpochMs | null {
  return state === 'submitted' ? Date.parse(submittedAt ?? since) + ANSWER_MS : null;
}

/** Under attack first, then what does not move on, what waits for permission, what is on the road, and what is over. */
export function byNeed(a: MovementRow, b: MovementRow): number {
  const order: readonly Movement['state'][] = [
    'attacked',
    'delayed',
    'at_checkpoint',
    'submitted',
    'refused',
    'departed',
    'approved',
    'expired',
    'planned',
    'aborted',
    'arrived',
    'closed',
  ];
  const rank = ({ movement }: MovementRow): number => order.indexOf(movement.state);
  const since = ({ movement }: MovementRow): number => Date.parse(movement.submittedAt ?? movement.since);
  return rank(a) - rank(b) || since(a) - since(b) || (a.id < b.id ? -1 : 1);
}

/** How grave it is; null for what needs nobody. */
export function markOf(movement: Movement, now: EpochMs): Exclude<Severity, 'info'> | null {
  const { state, dependants, window } = movement;
  const due = answerDueAt(movement);
  if (state === 'attacked') return 'critical';
  if (state === 'refused') return dependants.length > 0 ? 'high' : 'medium';
  if (state === 'delayed') return 'medium';
  if (due !== null) return due <= now ? 'medium' : null;
  return state === 'approved' && window !== null && Date.parse(window.to) - now <= EXPIRING_MS ? 'medium' : null;
}

/** What the board says of all movements in its head. */
export function tallyOf(movements: readonly Movement[], now: EpochMs) {
  const waiting = movements.filter(({ state }) => state === 'submitted');
  return {
    onTheRoad: movements.filter(isOnTheRoad).length,
    waiting: waiting.length,
    over: waiting.filter((movement) => answerDueAt(movement)! <= now).length,
    vehicles: waiting.reduce((sum, { vehicles }) => sum + (vehicles ?? 0), 0),
  };
}

export const stateIndex = ({ state }: Movement): number => MOVEMENT_STATES.indexOf(state);
