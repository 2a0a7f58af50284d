import type { ConvoyPlan, EpochMs, PositionReport } from '@rearguard/shared';
import type { SiteFact } from '../../sites/domain/site-state.js';
import type { Given as ProtectionGiven } from '../../sites/domain/protection.js';
import type { DatedDossier } from './dated-dossier.js';
import type { DatedReport } from './dated-report.js';
import type { RadioCheckGiven } from './radio-checks.js';

/** What a scenario does to the room, at the instant at which the room learns of it. */
export type ScenarioEvent =
  | { at: EpochMs; kind: 'positions'; reports: PositionReport[] }
  | { at: EpochMs; kind: 'convoy'; plan: ConvoyPlan }
  | { at: EpochMs; kind: 'site-fact'; siteId: string; fact: SiteFact }
  | { at: EpochMs; kind: 'protection'; siteId: string; protection: ProtectionGiven }
  | { at: EpochMs; kind: 'radio-checks'; reports: RadioCheckGiven[] }
  | { at: EpochMs; kind: 'incident'; report: DatedReport['report'] }
  | { at: EpochMs; kind: 'dossier'; told: DatedDossier }
  /** The shift before ours has ended the alert of a cause. */
  | { at: EpochMs; kind: 'handled'; cause: string; outcome: string };

/** A story that can be played from any instant, always the same. */
export interface Scenario {
  readonly name: string;
  readonly seed: number;
  /** Earlier than anything that the room knows when the exercise begins. */
  readonly knownFrom: EpochMs;
  /** The instant at which people come in, and at which the story ends. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Events after one instant, up to and including another, by rising `at`; made as they are asked for. */
  events(after: EpochMs, upTo: EpochMs): Iterable<ScenarioEvent>;
}
