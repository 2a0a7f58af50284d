import type { DossierKind } from '../model/dossier.js';
import { type Action, may } from '../model/permission.js';
import type { Role } from '../model/role.js';
import { CONSIGNMENT_STATES, type ConsignmentState } from '../model/consignment.js';
import { FLIGHT_REQUEST_STATES, type FlightRequestState } from '../model/flight-request.js';
import { MOVEMENT_STATES, type MovementState } from '../model/movement.js';
import { RESTRICTION_STATES, type RestrictionState } from '../model/restriction.js';

/** A life cycle as a table. */
export interface LifeCycle<State extends string = string> {
  /** In the order in which a case runs through them; of two reports of one instant the earlier state is read first. */
  states: readonly State[];
  first: State;
  /** What may follow what, by a person who does it step by step. */
  next: Readonly<Record<State, readonly State[]>>;
  /** Steps of ours that a feed may not have told: it reports what it knows, not how it came there. */
  maybeUntold: readonly State[];
  /** The word of the authority: its newest counts, also over an earlier one of its own. */
  word: readonly State[];
  /** Nothing follows these in the same revision; going back to `first` opens the next. */
  ended: readonly State[];
  /** What time alone brings about. */
  byTime: readonly State[];
  /** Whoever brings it there must say why. */
  needsReason: readonly State[];
  /** Who may bring it there; {@link moveAction} where nothing stands. */
  by: Partial<Record<State, Action>>;
  /** What a person who moves a case needs in any way. */
  moveAction: Action;
  enterAction: Action;
}

const MOVEMENT: LifeCycle<MovementState> = {
  states: MOVEMENT_STATES,
  first: 'planned',
  next: {
    planned: ['submitted'],
    submitted: ['approved', 'refused'],
    refused: ['planned'],
    approved: ['departed', 'expired'],
    expired: ['planned'],
    departed: ['at_checkpoint', 'delayed', 'attacked', 'aborted', 'arrived'],
    at_checkpoint: ['departed', 'delayed', 'attacked', 'arrived'],
    delayed: ['departed', 'attacked', 'aborted', 'arrived'],
    attacked: ['departed', 'delayed', 'aborted', 'arrived'],
    aborted: [],
    arrived: ['closed'],
    closed: [],
  },
  maybeUntold: ['planned', 'submitted', 'departed'],
  word: ['approved', 'refused'],
  ended: ['refused', 'expired', 'aborted', 'closed'],
  byTime: ['expired'],
  needsReason: ['refused', 'delayed', 'aborted'],
  by: {
    submitted: 'movement.plan',
    planned: 'movement.plan',
    approved: 'movement.approve',
    refused: 'movement.refuse',
    aborted: 'movement.abort',
    arrived: 'movement.arrive',
    closed: 'movement.plan',
  },
  moveAction: 'movement.move',
  enterAction: 'movement.enter',
};

const FLIGHT_REQUEST: LifeCycle<FlightRequestState> = {
  states: FLIGHT_REQUEST_STATES,
  first: 'drafted',
  next: {
    drafted: ['submitted', 'withdrawn'],
    submitted: ['under_review', 'approved', 'denied', 'withdrawn'],
    under_review: ['approved', 'denied', 'withdrawn'],
    approved: ['used', 'expired', 'revoked', 'withdrawn'],
    denied: ['drafted', 'withdrawn'],
    used: [],
    expired: ['drafted', 'withdrawn'],
    revoked: ['drafted', 'withdrawn'],
    withdrawn: [],
  },
  maybeUntold: ['drafted', 'submitted', 'under_review'],
  word: ['approved', 'denied', 'revoked'],
  ended: ['denied', 'used', 'expired', 'revoked', 'withdrawn'],
  byTime: ['expired'],
  needsReason: ['revoked', 'withdrawn'],
  by: {},
  moveAction: 'flight-request.move',
  enterAction: 'flight-request.enter',
};

const CONSIGNMENT: LifeCycle<ConsignmentState> = {
  states: CONSIGNMENT_STATES,
  first: 'prepared',
  next: {
    prepared: ['filed'],
    filed: ['documents_requested', 'held', 'released', 'rejected'],
    documents_requested: ['filed', 'held'],
    held: ['filed', 'released', 'rejected'],
    released: ['moved'],
    rejected: ['prepared'],
    moved: [],
  },
  maybeUntold: ['prepared', 'filed'],
  word: ['documents_requested', 'held', 'released', 'rejected'],
  ended: ['rejected', 'moved'],
  byTime: [],
  needsReason: ['held', 'rejected'],
  by: { moved: 'consignment.ship' },
  moveAction: 'consignment.move',
  enterAction: 'consignment.enter',
};

const RESTRICTION: LifeCycle<RestrictionState> = {
  states: RESTRICTION_STATES,
  first: 'in_force',
  next: { in_force: ['lifted'], lifted: ['in_force'] },
  maybeUntold: [],
  word: ['in_force', 'lifted'],
  ended: ['lifted'],
  byTime: [],
  needsReason: [],
  by: {},
  moveAction: 'restriction.keep',
  enterAction: 'restriction.keep',
};

/** The life cycle of each kind of dossier. */
export const LIFE_CYCLES: Readonly<Record<DossierKind, LifeCycle>> = {
  movement: MOVEMENT,
  'flight-request': FLIGHT_REQUEST,
  consignment: CONSIGNMENT,
  restriction: RESTRICTION,
};

/** Where a person of a role may bring it next. */
export function movesOf(kind: DossierKind, state: string, role: Role): string[] {
  const { byTime, by, moveAction } = LIFE_CYCLES[kind];
  return nextStates(kind, state).filter((to) => !byTime.includes(to) && may(role, by[to] ?? moveAction));
}

/** What follows a state, step by step. */
export function nextStates(kind: DossierKind, state: string | null): readonly string[] {
  const cycle = LIFE_CYCLES[kind];
  return state === null ? [cycle.first] : (cycle.next[state] ?? []);
}

/** Whether a report may bring a case from one state to another, with the steps between them untold. */
export function mayBeReported(kind: DossierKind, from: string | null, to: string): boolean {
  const { word, maybeUntold } = LIFE_CYCLES[kind];
  if (from !== null && word.includes(from) && word.includes(to)) return true;
  const seen = new Set<string>();
  const open: (string | null)[] = [from];
  while (open.length > 0) {
    for (const state of nextStates(kind, open.pop()!)) {
      if (state === to) return true;
      if (!maybeUntold.includes(state) || seen.has(state)) continue;
      seen.add(state);
      open.push(state);
    }
  }
  return false;
}
