import type {
  Alert,
  Consignment,
  Convoy,
  EpochMs,
  FlightRequest,
  Incident,
  LatLon,
  Movement,
  Restriction,
  RuleKind,
  Severity,
  Site,
} from '@rearguard/shared';

/** What rules look at, as it stands at one instant. */
export interface RuleWorld {
  convoys: ReadonlyMap<string, Convoy>;
  sites: ReadonlyMap<string, Site>;
  incidents: ReadonlyMap<string, Incident>;
  movements: ReadonlyMap<string, Movement>;
  flightRequests: ReadonlyMap<string, FlightRequest>;
  consignments: ReadonlyMap<string, Consignment>;
  restrictions: ReadonlyMap<string, Restriction>;
  /** When each feed that is taken in was last heard; without one that never was. */
  feeds: ReadonlyMap<string, EpochMs>;
}

/** Kinds of what rules look at. */
export const RULE_SUBJECTS = ['convoy', 'site', 'phase', 'feed', 'movement', 'flight-request', 'consignment'] as const;

/** What is looked at as a whole whenever something about it changed or its time has come. */
export interface RuleSubject {
  type: (typeof RULE_SUBJECTS)[number];
  id: string;
}

/** A rule as it is in force. */
export interface RuleInForce {
  on: boolean;
  limits: Readonly<Record<string, number>>;
}
export type RulesInForce = Readonly<Record<RuleKind, RuleInForce>>;

/** A condition that holds, and what an alert of it says. */
export interface Finding extends Pick<Alert, 'severity' | 'subjects' | 'facts'> {
  rule: RuleKind;
  /** One alert per cause while it is open. */
  cause: string;
  observedAt: EpochMs;
  at?: (LatLon & { place?: string | null }) | null;
}

/** What the rules say of a subject now, and when time alone may change it. */
export interface Judged {
  findings: Finding[];
  lookAgainAt: EpochMs | null;
}

/** The severity at which a cause is held to be found already, or null: what holds is let go later than it is taken. */
export type Held = (cause: string) => Severity | null;

/** What every rule is handed. */
export interface Asked {
  world: RuleWorld;
  now: EpochMs;
  held: Held;
}

export function keyOf({ type, id }: RuleSubject): string {
  return `${type}:${id}`;
}

/** @throws Error for what {@link keyOf} did not write */
export function subjectOf(key: string): RuleSubject {
  const colon = key.indexOf(':');
  const type = RULE_SUBJECTS.find((one) => one === key.slice(0, colon));
  if (type === undefined) throw new Error(`no subject ${key}`);
  return { type, id: key.slice(colon + 1) };
}
