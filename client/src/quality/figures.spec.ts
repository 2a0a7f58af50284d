import type { AlarmQuality } from '@rearguard/shared';
import { Format } from '../i18n/format.js';
import { figuresOf, loadVerdict } from './figures.js';
import { qualityEn } from './words/en.js';

const quality: AlarmQuality = {
  from: '2023-08-12T09:00:00.000Z',
  to: '2023-08-13T09:00:00.000Z',
  hours: 24,
  raises: 13,
  load: {
    perOfficerHour: 13 / 24,
    worstHour: { from: '2023-08-12T19:00:00.000Z', raises: 13, perOfficer: 13 },
    acceptableHours: 23,
    manageableHours: 0,
    overHours: 1,
    unmannedHours: 0,
    raisesWhileUnmanned: 0,
  },
  floods: { spans: 144, floods: 2, share: 2 / 144, worst: { from: '2023-08-12T19:00:00.000Z', raises: 11 } },
  takes: [],
  flapping: [],
  stale: [],
  unacted: [],
  top: [],
  topShare: 1,
};
const figures = (over: Partial<AlarmQuality> = {}) =>
  figuresOf({ ...quality, ...over }, qualityEn, new Format('en', 'Africa/Bamako'));
const verdicts = (over?: Partial<AlarmQuality>) => figures(over).map(({ verdict }) => verdict);

describe('the figures of alarm quality', () => {
  it('each have a unit and stand beside their guide', () => {
    expect(figures().map(({ value, guide }) => [value, guide])).toEqual([
      ['0.5 alerts/h', 'about 6 acceptable, 12 manageable at most'],
      ['13 alerts/h', 'about 6 acceptable, 12 manageable at most'],
      ['1 h', 'none'],
      ['1.4 %', 'at most 1 %'],
      ['11 alerts', 'at most 10'],
      ['100 %', 'at most 5 %'],
      ['0 causes', 'none'],
      ['0 alerts', 'at most 4'],
      ['0 h', '–'],
    ]);
  });

  it('are judged by it, the share of ten causes only when there are many', () => {
    expect(verdicts()).toEqual(['good', 'poor', 'poor', 'poor', 'poor', null, 'good', 'good', null]);
    expect(verdicts({ raises: 200 })[5]).toBe('poor');
    expect([6, 6.1, 12, 12.1].map(loadVerdict)).toEqual(['good', 'fair', 'fair', 'poor']);
  });
});
