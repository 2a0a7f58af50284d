import { z } from 'zod';

/** What the door does with a report of a unit that nobody registered: takes it in and shows it so, or refuses it. */
export const UnknownUnits = z.enum(['accept', 'refuse']);
export type UnknownUnits = z.infer<typeof UnknownUnits>;

/** What an administrator decides for the whole room, for all its processes. */
export const RoomSettings = z.object({
  id: z.literal('room'),
  version: z.int(),
  unknownUnits: UnknownUnits,
});
export type RoomSettings = z.infer<typeof RoomSettings>;

/** `PATCH /api/settings`, by who has seen this version of them. */
export const RoomSettingsAmendment = z.object({ version: z.int(), unknownUnits: UnknownUnits.optional() });
export type RoomSettingsAmendment = z.infer<typeof RoomSettingsAmendment>;
