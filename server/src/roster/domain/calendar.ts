import { type EpochMs, LONGEST_SHIFT_MS, SHIFT_POSTS, type ShiftPost } from '@rearguard/shared';
import { convertIcsCalendar, extendByRecurrenceRule, getEventEnd, type IcsDateObject, type IcsEvent } from 'ts-ics';
import { instantOf, isZone } from './wall-time.js';

/** A shift as a calendar has it. */
export interface CalendarShift {
  /** Event and time, stable over imports. */
  key: string;
  post: ShiftPost;
  name: string;
  startsAt: EpochMs;
  endsAt: EpochMs;
}

export interface Skipped {
  event: string;
  code: string;
  message: string;
}

export interface ReadCalendar {
  shifts: CalendarShift[];
  skipped: Skipped[];
}

/** More shifts than this in one file are no roster. */
const MOST_SHIFTS = 10_000;
/** Words of a post that calendars use besides its id and title. */
const ALSO: Partial<Record<ShiftPost, readonly string[]>> = {
  'watch-officer': ['officier de permanence', 'chef de quart', '值班员', '值班长'],
  'duty-officer': ['officier de service', '值勤员'],
  'chief-joc': ['chief joc', 'chef du joc'],
  commander: ['commandant', '指挥官'],
};

/**
 * Reads a roster from an iCalendar file, between two instants: events with their repetitions, exceptions and moved
 * occurrences. The post stands in the categories or before a colon in the summary; the name after it, or is that of the
 * first attendee.
 * @throws Error in a sentence for a file that is no calendar
 */
export function readCalendar(text: string, from: EpochMs, to: EpochMs): ReadCalendar {
  const events = eventsOf(text);
  const moved = new Set(
    events.flatMap((event) => (event.recurrenceId ? [occurrence(event, event.recurrenceId.value)] : [])),
  );
  const read: ReadCalendar = { shifts: [], skipped: [] };
  for (const event of events) {
    const found = shiftsOf(event, moved, from, to);
    if (Array.isArray(found)) read.shifts.push(...found);
    else if (found !== null) read.skipped.push({ event: event.summary ?? event.uid ?? 'without a name', ...found });
    if (read.shifts.length > MOST_SHIFTS) throw new Error(`the calendar has more than ${MOST_SHIFTS} shifts`);
  }
  read.shifts.sort((a, b) => a.startsAt - b.startsAt);
  return read;
}

function eventsOf(text: string): IcsEvent[] {
  try {
    if (!/^\s*BEGIN:VCALENDAR/i.test(text)) throw new Error('it does not begin with BEGIN:VCALENDAR');
    return convertIcsCalendar(undefined, text).events ?? [];
  } catch (cause) {
    throw new Error(`this is no iCalendar file: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

type Fault = Omit<Skipped, 'event'>;

/** Null: it is struck off, and no fault. */
function shiftsOf(
  event: IcsEvent,
  moved: ReadonlySet<string>,
  from: EpochMs,
  to: EpochMs,
): CalendarShift[] | Fault | null {
  if (event.status === 'CANCELLED') return null;
  const post = postOf(event);
  if (post === null)
    return fault('no-post', 'names no post, neither in its categories nor before a colon in its summary');
  const name = nameOf(event);
  if (name === null) return fault('no-name', 'says nobody’s name');
  const startsAt = wallOf(event.start);
  if (event.start?.type === 'DATE' || Number.isNaN(startsAt)) return fault('no-time', 'has no hour at which it begins');
  const lastsMs = lengthOf(event);
  if (!(lastsMs > 0 && lastsMs <= LONGEST_SHIFT_MS))
    return fault('bad-length', 'is not longer than nothing and at most 24 hours');
  return occurrencesOf(event, to)
    .map((wall) => ({ wall, at: atOf(wall, event.start) }))
    .filter(({ at }) => at + lastsMs > from && at < to)
    .map(({ wall, at }) => ({ key: keyOf(event, wall), at }))
    .filter(({ key }) => event.recurrenceId !== undefined || !moved.has(key))
    .map(({ key, at }) => ({ key, post, name, startsAt: at, endsAt: at + lastsMs }));
}

const fault = (code: string, message: string): Fault => ({ code, message });

/** Times that clocks show there: a weekly shift begins at six, in summer as in winter. */
function occurrencesOf(event: IcsEvent, to: EpochMs): EpochMs[] {
  const first = wallOf(event.start);
  if (!event.recurrenceRule) return [first];
  const not = new Set((event.exceptionDates ?? []).map((exception) => wallOf(exception)));
  return extendByRecurrenceRule(event.recurrenceRule, { start: new Date(first), end: new Date(to) })
    .map((date) => date.getTime())
    .filter((wall) => !not.has(wall));
}

function wallOf(given: IcsDateObject | undefined): EpochMs {
  return (given?.local?.date ?? given?.date)?.getTime() ?? Number.NaN;
}

function atOf(wall: EpochMs, start: IcsDateObject): EpochMs {
  if (!start.local) return wall;
  const { timezone } = start.local;
  return isZone(timezone) ? instantOf(wall, timezone) : wall - (start.local.date.getTime() - start.date.getTime());
}

function lengthOf(event: IcsEvent): number {
  if (!event.end && !event.duration) return Number.NaN;
  return getEventEnd(event).getTime() - event.start.date.getTime();
}

/** An event keeps its key wherever it moves; an occurrence that was moved has that of the one it stands for. */
function keyOf(event: IcsEvent, wall: EpochMs): string {
  if (event.recurrenceId) return occurrence(event, event.recurrenceId.value);
  return event.recurrenceRule ? `${event.uid}@${wall}` : event.uid;
}

function occurrence(event: IcsEvent, at: IcsDateObject): string {
  return `${event.uid}@${wallOf(at)}`;
}

const folded = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');

function postOf({ categories = [], summary = '' }: IcsEvent): ShiftPost | null {
  const said = [...categories, partsOf(summary).before ?? ''].map(folded);
  return SHIFT_POSTS.find((post) => said.some((word) => word === folded(post) || ALSO[post]?.includes(word))) ?? null;
}

function nameOf({ summary = '', attendees = [], categories = [] }: IcsEvent): string | null {
  const { before, after } = partsOf(summary);
  const whole = before === null && categories.length > 0 ? summary.trim() : '';
  return after || attendees[0]?.name || whole || null;
}

function partsOf(summary: string): { before: string | null; after: string } {
  const colon = summary.search(/[:：]/);
  return colon < 0
    ? { before: null, after: '' }
    : { before: summary.slice(0, colon), after: summary.slice(colon + 1).trim() };
}
