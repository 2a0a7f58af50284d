import type { ConvoyPlan, EpochMs, ExerciseState, PositionReport, RoomClock } from '@rearguard/shared';
import type { Given as ProtectionGiven } from '../../sites/domain/protection.js';
import type { SiteFact } from '../../sites/domain/site-state.js';
import type { DatedDossier } from '../scenario/dated-dossier.js';
import type { DatedReport } from '../scenario/dated-report.js';
import type { RadioCheckGiven } from '../scenario/radio-checks.js';

/** Reports that reach the room together. */
export interface PositionBatch {
  at: EpochMs;
  reports: readonly PositionReport[];
}

/** Radio checks that reach the room together. */
export interface CheckRound {
  at: EpochMs;
  reports: readonly RadioCheckGiven[];
}

/** The room as a scenario acts on it. All of it may be asked again after a fault; the same again changes nothing. */
export abstract class Stage {
  /** Hands batches in at the door, in order; resolves when all of it is stored and shown. */
  abstract positions(batches: readonly PositionBatch[]): Promise<void>;
  abstract convoy(plan: ConvoyPlan): Promise<void>;
  abstract siteFact(siteId: string, fact: SiteFact): Promise<void>;
  /** Posture and guards of a site, as they are when the story begins. */
  abstract protection(siteId: string, given: ProtectionGiven, at: EpochMs): Promise<void>;
  /** Hands radio checks in at the door, in order; resolves when they are stored. */
  abstract radioChecks(rounds: readonly CheckRound[]): Promise<void>;
  /** Hands a security report in at the door; resolves when it is stored, with its alert. */
  abstract incident({ at, report }: DatedReport): Promise<void>;
  /** Hands a report of a movement, flight request, restriction or consignment in at its door; resolves when it is stored. */
  abstract dossier(told: DatedDossier): Promise<void>;
  /** Ends the alert of a cause for the shift that was on before the exercise begins. */
  abstract handled(cause: string, outcome: string): Promise<void>;
  /** Resolves when the rules have looked at all that was handed in. */
  abstract judged(): Promise<void>;
  /** Whether a critical alert is open that nobody has acknowledged. */
  abstract criticalWaits(): Promise<boolean>;
  /** The shift before ours has taken what still asks for somebody when people come in. */
  abstract takenOver(): Promise<void>;
  /** Puts the sites into the picture that are not in it, as planned. */
  abstract enterSites(at: EpochMs): Promise<void>;
}

/** The deadlines of the room, as far as time needs to know them. */
export abstract class DueTimes {
  abstract earliestDueAt(): Promise<EpochMs | null>;
  abstract runDue(upTo: EpochMs, before: (dueAt: EpochMs) => void): Promise<number>;
}

/** The room's clock, which the exercise sets. */
export interface TimePiece {
  now(): EpochMs;
  set(at: EpochMs): void;
}

/** One playing of a scenario, as it is stored. */
export interface Run {
  runId: string;
  name: string;
  seed: number;
  at: EpochMs;
  state: ExerciseState;
  speed: number;
  /** Whether time runs no faster than life while a critical alert is not acknowledged. */
  dropsAtCritical: boolean;
}

/** A turn at playing the exercise: one process has it at a time. */
export interface Turn {
  readonly name: string;
  /** Higher than that of every turn before. */
  readonly fence: string;
}

/** Where runs are kept. */
export abstract class Runs {
  /** From now on runs are kept by the right of this turn at the exercise, and none once it is over. */
  abstract keepUnder(turn: Turn): void;
  /** The newest run of a scenario. */
  abstract newest(name: string): Promise<Run | null>;
  /** Keeps how far the clock has come. */
  abstract keepTime(run: Run): Promise<void>;
  /** Keeps a run and tells the room of its clock by a numbered change. */
  abstract keep(run: Run, clock: RoomClock): Promise<void>;
  /**
   * Begins a run after another: takes everything that came of that one out of the picture, by recorded removals, and
   * keeps the new run; all of it or nothing.
   */
  abstract begin(run: Run, clock: RoomClock): Promise<void>;
  abstract newRunId(): string;
}
