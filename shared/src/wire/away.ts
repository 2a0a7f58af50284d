import { z } from 'zod';
import { InstantOut } from '../model/instant.js';
import { Severity } from '../model/severity.js';
import { ShiftPost } from '../model/shift.js';

/** Most rows of each kind; the counts say how many there are. */
export const AWAY_ROWS = 5;

const counted = <Row extends z.ZodType>(row: Row) => z.object({ total: z.int(), rows: z.array(row) });

/**
 * What changed between two numbers of the change log, so short that a tired person has it in twenty seconds: the worst
 * first, few rows of each kind, and how many more there are.
 */
export const WhatChanged = z.object({
  from: z.object({ seq: z.int(), at: InstantOut.nullable() }),
  to: z.object({ seq: z.int(), at: InstantOut }),
  alerts: z.object({
    raised: z.record(Severity, z.int()),
    closed: z.int(),
    /** Open now, whenever they were raised. */
    open: z.record(Severity, z.int()),
    rows: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        severity: Severity,
        state: z.string(),
        text: z.string(),
        at: InstantOut,
        raisedAnew: z.boolean(),
      }),
    ),
  }),
  incidents: counted(
    z.object({ id: z.string(), kind: z.string(), severity: Severity, text: z.string(), at: InstantOut }),
  ),
  convoys: counted(
    z.object({
      id: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      lateMin: z.number().nullable(),
      at: InstantOut,
    }),
  ),
  sites: counted(z.object({ id: z.string(), from: z.string().nullable(), to: z.string(), at: InstantOut })),
  shifts: counted(z.object({ id: z.string(), post: ShiftPost, to: z.string(), at: InstantOut })),
  log: counted(z.object({ id: z.string(), at: InstantOut, text: z.string() })),
});
export type WhatChanged = z.infer<typeof WhatChanged>;

/** `GET /api/away`: since this person was last seen here. */
export const AwayReply = z.object({
  /** When they left, by the room's clock; null for who was never here. */
  leftAt: InstantOut.nullable(),
  /** How long they were away by the clock on their wall, in milliseconds. */
  awayMs: z.int().nullable(),
  changed: WhatChanged,
});
export type AwayReply = z.infer<typeof AwayReply>;

/** Says that a person is at the screen, or has read what changed up to a number. */
export const Seen = z.object({ readUpTo: z.int().min(0).optional() });
export type Seen = z.infer<typeof Seen>;
