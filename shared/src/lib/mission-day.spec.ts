import { missionDay } from './mission-day.js';

const on = (day: string) => missionDay(Date.parse(`${day}T09:00:00Z`), '2023-07-01', '2023-12-31');

describe('mission day', () => {
  it('is day 49 of 184 with 135 left on the date of S/2023/611', () => {
    expect(on('2023-08-18')).toEqual({ day: 49, of: 184, left: 135 });
  });

  it('is day 44 with 140 left when the Ber convoy is attacked', () => {
    expect(on('2023-08-13')).toEqual({ day: 44, of: 184, left: 140 });
  });

  it('ends at the deadline and goes negative after it', () => {
    expect(on('2023-12-31')).toEqual({ day: 184, of: 184, left: 0 });
    expect(on('2024-01-01').left).toBe(-1);
  });
});
