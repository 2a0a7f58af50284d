import { z } from 'zod';

const Said = z.string().min(1).max(500).nullable().default(null);

/** The METHANE report of a critical event. Null is `unknown` and is shown as that; nothing is ever filled in. */
export const Methane = z.object({
  /** Major incident declared. */
  majorIncident: z.boolean().nullable().default(null),
  exactLocation: Said,
  /** What happened: small arms, mortar, device, … */
  type: Said,
  hazards: Said,
  /** Safe way in and out. */
  access: Said,
  /** Number and kind of casualties, in the words of the reporter. */
  casualties: Said,
  /** Emergency services present or needed. */
  emergencyServices: Said,
});
export type Methane = z.infer<typeof Methane>;

/** A METHANE report of which nothing is known yet. */
export const UNKNOWN_METHANE: Methane = Methane.parse({});
