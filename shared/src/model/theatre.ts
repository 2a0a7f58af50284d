import { z } from 'zod';
import { Day } from './instant.js';
import { Name } from './name.js';
import { Phase } from './site.js';

export const Place = z.object({ id: z.string(), name: Name, country: z.string(), lat: z.number(), lon: z.number() });
export type Place = z.infer<typeof Place>;

/** The mission and its plan: what does not change while the room is open. `GET /api/theatre`. */
export const Theatre = z.object({
  id: z.string(),
  name: Name,
  mission: z.object({ name: z.string(), start: Day, deadline: Day, timeZone: z.string(), source: z.string() }),
  phases: z.array(Phase),
  places: z.array(Place),
});
export type Theatre = z.infer<typeof Theatre>;
