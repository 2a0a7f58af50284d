/** The one table of severities: what each means stands in the guide, what it looks like is `Severity.svelte`. */
export const SEVERITIES = ['critical', 'high', 'medium', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

interface Shape {
  /** The digit inside; the same order as the ranking. */
  digit: number;
  /** Outline in a box of 24. */
  path: string;
  digitY: number;
  stroke: number;
}

export const SHAPES: Record<Severity, Shape> = {
  critical: { digit: 1, path: 'M3 3h18v18h-18z', digitY: 15.8, stroke: 1.5 },
  high: { digit: 2, path: 'M12 2.5L23.1 21.9H0.9z', digitY: 18.8, stroke: 1.6 },
  medium: { digit: 3, path: 'M12 1.9L22.1 12L12 22.1L1.9 12z', digitY: 15.6, stroke: 1.5 },
  info: { digit: 4, path: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0 -20z', digitY: 15.8, stroke: 1.5 },
};

/** Most severe first. */
export function bySeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}
