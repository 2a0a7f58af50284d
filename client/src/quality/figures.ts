import { ALARM_GUIDE, type AlarmQuality, FLAPPING_TIMES, FLAPPING_WITHIN_MIN, STALE_AFTER_H } from '@rearguard/shared';
import type { Format } from '../i18n/format.js';
import type { QualityWords } from './words/en.js';

export type Verdict = 'good' | 'fair' | 'poor';

/** One figure, with its unit, and the guide beside it. */
export interface Figure {
  name: string;
  value: string;
  note: string;
  guide: string;
  /** Null: no guide speaks of it. */
  verdict: Verdict | null;
}

/** With fewer, ten causes that were raised once each would be above the guide. */
const TOP_TEN_NEEDS = 10 / ALARM_GUIDE.mostTopTenShare;

/** Of the load of one officer. */
export function loadVerdict(perHour: number): Verdict {
  if (perHour <= ALARM_GUIDE.acceptablePerHour) return 'good';
  return perHour <= ALARM_GUIDE.manageablePerHour ? 'fair' : 'poor';
}

const within = (value: number, most: number): Verdict => (value <= most ? 'good' : 'poor');

/** The figures that guides speak of, in the order in which they are read. */
export function figuresOf(quality: AlarmQuality, m: QualityWords, format: Format): Figure[] {
  const { load, floods } = quality;
  const n = (value: number, decimals = 0) => format.number(value, decimals);
  const percent = (share: number) => `${n(share * 100, 1)} %`;
  const time = (at: string | undefined) => (at === undefined ? '' : m.notes.at(format.dateTime(Date.parse(at))));
  const guide = m.guides.load(n(ALARM_GUIDE.acceptablePerHour), n(ALARM_GUIDE.manageablePerHour));
  const enough = quality.raises >= TOP_TEN_NEEDS;
  const worstHour = load.worstHour?.perOfficer ?? 0;
  const worstFlood = floods.worst?.raises ?? 0;
  return [
    {
      name: m.rows.mean,
      value: `${n(load.perOfficerHour, 1)} ${m.perHour}`,
      note: '',
      guide,
      verdict: loadVerdict(load.perOfficerHour),
    },
    {
      name: m.rows.worstHour,
      value: `${n(worstHour, 1)} ${m.perHour}`,
      note: time(load.worstHour?.from),
      guide,
      verdict: loadVerdict(worstHour),
    },
    {
      name: m.rows.over,
      value: `${n(load.overHours)} h`,
      note: m.notes.hours(n(load.acceptableHours), n(load.manageableHours)),
      guide: m.guides.none,
      verdict: within(load.overHours, 0),
    },
    {
      name: m.rows.floods,
      value: percent(floods.share),
      note: m.notes.of(n(floods.floods), n(floods.spans)),
      guide: m.guides.most(percent(ALARM_GUIDE.mostFloodShare)),
      verdict: within(floods.share, ALARM_GUIDE.mostFloodShare),
    },
    {
      name: m.rows.worstFlood,
      value: m.alerts(worstFlood, n(worstFlood)),
      note: time(floods.worst?.from) || m.notes.flood(n(ALARM_GUIDE.floodAbove)),
      guide: m.guides.most(n(ALARM_GUIDE.floodAbove)),
      verdict: within(worstFlood, ALARM_GUIDE.floodAbove),
    },
    {
      name: m.rows.top,
      value: percent(quality.topShare),
      note: enough ? '' : m.notes.few(n(TOP_TEN_NEEDS)),
      guide: m.guides.most(percent(ALARM_GUIDE.mostTopTenShare)),
      verdict: enough ? within(quality.topShare, ALARM_GUIDE.mostTopTenShare) : null,
    },
    {
      name: m.rows.flapping,
      value: m.causes(quality.flapping.length, n(quality.flapping.length)),
      note: m.notes.flapping(n(FLAPPING_TIMES), n(FLAPPING_WITHIN_MIN)),
      guide: m.guides.none,
      verdict: within(quality.flapping.length, ALARM_GUIDE.mostFlapping),
    },
    {
      name: m.rows.stale,
      value: m.alerts(quality.stale.length, n(quality.stale.length)),
      note: m.notes.stale(n(STALE_AFTER_H)),
      guide: m.guides.most(n(ALARM_GUIDE.mostStale)),
      verdict: within(quality.stale.length, ALARM_GUIDE.mostStale),
    },
    {
      name: m.rows.unmanned,
      value: `${n(load.unmannedHours, 1)} h`,
      note: m.notes.unmanned(n(load.raisesWhileUnmanned)),
      guide: '–',
      verdict: null,
    },
  ];
}
