import type { Day, EpochMs } from '../model/instant.js';

const DAY_MS = 86_400_000;

/** Midnight UTC at which a day begins. */
export function dayStart(day: Day): EpochMs {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day, in UTC, in which an instant lies. */
export function dayOf(at: EpochMs): Day {
  return new Date(at).toISOString().slice(0, 10);
}

export interface MissionDay {
  /** 1 on the first day; below 1 before it. */
  day: number;
  /** Days of the withdrawal in all. */
  of: number;
  /** Whole days that remain after this one; negative once the deadline has passed. */
  left: number;
}

/**
 * Where an instant stands between the mission's first day and its deadline.
 * S/2023/611 counts 184 days from 1 July to 31 December 2023; its own date, 18 August, is day 49 with 135 left.
 */
export function missionDay(at: EpochMs, start: Day, deadline: Day): MissionDay {
  const day = Math.floor((at - dayStart(start)) / DAY_MS) + 1;
  const of = (dayStart(deadline) - dayStart(start)) / DAY_MS + 1;
  return { day, of, left: of - day };
}
