import { z } from 'zod';

/** From worst to least, on every screen and in every rule. */
export const SEVERITIES = ['critical', 'high', 'medium', 'info'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** 0 for the worst: smaller is worse. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function isWorse(a: Severity, than: Severity): boolean {
  return severityRank(a) < severityRank(than);
}

export function worst(a: Severity, b: Severity): Severity {
  return isWorse(a, b) ? a : b;
}
