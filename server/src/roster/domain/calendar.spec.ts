import { readCalendar } from './calendar.js';

const FROM = Date.parse('2023-10-01T00:00:00Z');
const TO = Date.parse('2023-12-01T00:00:00Z');

const calendar = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  ['BEGIN:VEVENT', 'UID:w1', 'DTSTAMP:20230901T000000Z', ...lines, 'END:VEVENT'].join('\r\n');

const read = (...events: string[]) => readCalendar(calendar(...events), FROM, TO);
const times = (...events: string[]) => read(...events).shifts.map((shift) => new Date(shift.startsAt).toISOString());

describe('a roster in iCalendar', () => {
  it('reads post and name from the summary, or from category and attendee', () => {
    const summary = event('DTSTART:20231031T060000Z', 'DTEND:20231031T140000Z', 'SUMMARY:Watch officer: Adama K.');
    const category = event(
      'DTSTART:20231031T060000Z',
      'DURATION:PT8H',
      'SUMMARY:Early',
      'CATEGORIES:duty-officer',
      'ATTENDEE;CN=Binta S.:mailto:b@example.org',
    );
    const french = event('DTSTART:20231031T060000Z', 'DURATION:PT8H', 'SUMMARY:Officier de permanence : Moussa T.');
    expect(read(summary, category, french).shifts).toMatchObject([
      { post: 'watch-officer', name: 'Adama K.', endsAt: Date.parse('2023-10-31T14:00:00Z') },
      { post: 'duty-officer', name: 'Binta S.', endsAt: Date.parse('2023-10-31T14:00:00Z') },
      { post: 'watch-officer', name: 'Moussa T.' },
    ]);
  });

  it('begins at six by the clocks of the place, in summer as in winter', () => {
    const weekly = event(
      'DTSTART;TZID=Europe/Paris:20231023T060000',
      'DTEND;TZID=Europe/Paris:20231023T140000',
      'RRULE:FREQ=WEEKLY;COUNT=2',
      'SUMMARY:Watch officer: Adama K.',
    );
    expect(times(weekly)).toEqual(['2023-10-23T04:00:00.000Z', '2023-10-30T05:00:00.000Z']);
  });

  it('leaves out what is excepted or cancelled, and moves what was moved', () => {
    const daily = event(
      'DTSTART:20231030T060000Z',
      'DTEND:20231030T140000Z',
      'RRULE:FREQ=DAILY;COUNT=4',
      'EXDATE:20231031T060000Z',
      'SUMMARY:Watch officer: Adama K.',
    );
    const moved = event(
      'RECURRENCE-ID:20231101T060000Z',
      'DTSTART:20231101T080000Z',
      'DTEND:20231101T140000Z',
      'SUMMARY:Watch officer: Binta S.',
    );
    const off = event('DTSTART:20231105T060000Z', 'DURATION:PT8H', 'STATUS:CANCELLED', 'SUMMARY:Watch officer: X');
    const { shifts, skipped } = read(daily, moved, off);
    expect(shifts.map(({ name, startsAt }) => [name, new Date(startsAt).toISOString()])).toEqual([
      ['Adama K.', '2023-10-30T06:00:00.000Z'],
      ['Binta S.', '2023-11-01T08:00:00.000Z'],
      ['Adama K.', '2023-11-02T06:00:00.000Z'],
    ]);
    expect(new Set(shifts.map(({ key }) => key)).size).toBe(3);
    expect(skipped).toEqual([]);
  });

  it('says of each event that is no shift why not, and takes the others', () => {
    const { shifts, skipped } = read(
      event('DTSTART:20231031T060000Z', 'DURATION:PT8H', 'SUMMARY:Staff meeting'),
      event('DTSTART:20231031T060000Z', 'DURATION:PT8H', 'SUMMARY:Watch officer:'),
      event('DTSTART;VALUE=DATE:20231031', 'DURATION:PT8H', 'SUMMARY:Watch officer: A'),
      event('DTSTART:20231031T060000Z', 'DURATION:P3D', 'SUMMARY:Watch officer: B'),
      event('DTSTART:20231031T060000Z', 'DURATION:PT8H', 'SUMMARY:Watch officer: C'),
    );
    expect(skipped.map(({ code }) => code)).toEqual(['no-post', 'no-name', 'no-time', 'bad-length']);
    expect(shifts.map(({ name }) => name)).toEqual(['C']);
  });

  it('refuses what is no calendar, in a sentence', () => {
    expect(() => readCalendar('name;from;to', FROM, TO)).toThrow(/^this is no iCalendar file: /);
  });
});
