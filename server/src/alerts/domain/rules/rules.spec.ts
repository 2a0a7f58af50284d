import {
  ALERT_RULE_TABLE,
  ALERT_RULE_TEXTS,
  type Convoy,
  type Incident,
  RULE_KINDS,
  RuleId,
  type Severity,
  type Site,
  toInstantOut,
} from '@rearguard/shared';
import { aConvoy, anIncident, aSite, NOW, standardRules, worldOf } from '../../../testing/rules.js';
import { afterDayMs, dayMs } from './daylight.js';
import { judge } from './judge.js';
import { rehearse } from './rehearse.js';
import type { Held, RuleSubject } from './rule-world.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const convoyOf = (id = 'BER-01'): RuleSubject => ({ type: 'convoy', id });
const none: Held = () => null;

interface Given {
  convoys?: Convoy[];
  sites?: Site[];
  incidents?: Incident[];
  feeds?: [string, number][];
}
/** What the rules say, as rule and severity. */
const said = (subject: RuleSubject, given: Given, now = NOW, held: Held = none) =>
  judge(subject, standardRules(), { world: worldOf(given), now, held }).findings.map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );
const before = (minutes: number) => toInstantOut(NOW - minutes * MINUTE);

describe('a convoy that is not heard', () => {
  const silent = (minutes: number, incidents: Incident[] = []) =>
    said(convoyOf(), { convoys: [aConvoy({ lastReportAt: before(minutes) })], incidents });
  const attacked = anIncident({ kind: 'convoy_attack', convoyIds: ['BER-01'], lat: null, lon: null });

  it('is high half an hour after its report was due', () => {
    expect([silent(89), silent(90)]).toEqual([[], ['position_stale high']]);
  });

  it('is critical after an hour only where lives hang on it', () => {
    expect(silent(240)).toEqual(['position_stale high']);
    expect(silent(120, [attacked])).toEqual(['position_stale critical']);
  });

  it('is looked at again when the next limit is reached', () => {
    const world = worldOf({ convoys: [aConvoy({ lastReportAt: before(0) })] });
    expect(judge(convoyOf(), standardRules(), { world, now: NOW, held: none }).lookAgainAt).toBe(NOW + 90 * MINUTE);
  });
});

describe('a convoy on its way', () => {
  it('asks nobody when nothing is wrong, nor before it left, nor once it is in', () => {
    expect(said(convoyOf(), { convoys: [aConvoy()] })).toEqual([]);
    for (const state of ['planned', 'arrived'] as const) {
      const convoy = aConvoy({ state, lateMin: 900, haltedSince: before(5_000), lastReportAt: before(5_000) });
      expect(said(convoyOf(), { convoys: [convoy] })).toEqual([]);
    }
  });

  it('is off route from the limit on until its own record says that it is back', () => {
    const off = (offRouteKm: number, held: Severity | null) =>
      said(convoyOf(), { convoys: [aConvoy({ offRouteSince: before(5), offRouteKm })] }, NOW, () => held);
    expect([off(6, null), off(3.5, null), off(3.5, 'high')]).toEqual([['off_route high'], [], ['off_route high']]);
  });

  it('is late by figures that may waver without a new alert each time', () => {
    const late = (lateMin: number, held: Severity | null) =>
      said(convoyOf(), { convoys: [aConvoy({ lateMin })] }, NOW, () => held);
    expect(late(119, null)).toEqual([]);
    expect(late(120, null)).toEqual(['late medium']);
    expect(late(119, 'medium')).toEqual(['late medium']);
    expect(late(90, 'medium')).toEqual([]);
    expect(late(720, 'medium')).toEqual(['late high']);
  });

  it('halts too long by the hours of the day alone', () => {
    const night = { fromHour: 17, toHour: 6 };
    const dusk = Date.parse('2023-08-13T16:00:00Z');
    const dawn = Date.parse('2023-08-14T07:00:00Z');
    expect(dayMs(dusk, dawn, night)).toBe(120 * MINUTE);
    expect(afterDayMs(dusk, 120 * MINUTE, night)).toBe(dawn);
    const halted = [aConvoy({ haltedSince: toInstantOut(dusk), lastReportAt: toInstantOut(dawn) })];
    expect(said(convoyOf(), { convoys: halted }, dawn)).toEqual([]);
    const fourHours = dawn + 120 * MINUTE;
    const heard = [{ ...halted[0]!, lastReportAt: toInstantOut(fourHours) }];
    expect(said(convoyOf(), { convoys: heard }, fourHours)).toEqual(['long_halt medium']);
  });
});

describe('what lies near', () => {
  const clash = (over: Partial<Incident> = {}) => anIncident({ id: 'INC-1', kind: 'clash', ...over });

  it('warns a convoy of a clash within 25 km, and not of its own attack (SR-58)', () => {
    const convoys = [aConvoy()];
    // A quarter of a degree of latitude is 28 km.
    const { lat, lon } = clash();
    expect(said(convoyOf(), { convoys, incidents: [clash()] })).toEqual(['incident_near high']);
    expect(said(convoyOf(), { convoys, incidents: [clash({ lat: lat! + 0.35, lon })] })).toEqual([]);
    expect(said(convoyOf(), { convoys, incidents: [clash({ convoyIds: ['BER-01'] })] })).toEqual([]);
  });

  it('does not count what is no attack, or is over a day old', () => {
    const convoys = [aConvoy()];
    expect(said(convoyOf(), { convoys, incidents: [clash({ kind: 'disinformation' })] })).toEqual([]);
    const old = toInstantOut(NOW - 25 * 60 * MINUTE);
    expect(said(convoyOf(), { convoys, incidents: [clash({ observedAt: old, lastObservedAt: old })] })).toEqual([]);
  });

  it('tells that security worsens around a site that is to close: two, then five (SR-56)', () => {
    const around = (count: number, daysAgo: number) =>
      Array.from({ length: count }, (_, i) =>
        clash({
          id: `K${daysAgo}-${i}`,
          siteIds: ['kidal'],
          observedAt: toInstantOut(NOW - daysAgo * DAY),
          lastObservedAt: toInstantOut(NOW - daysAgo * DAY),
        }),
      );
    const site = { type: 'site' as const, id: 'kidal' };
    const closing = [aSite({ state: 'closing' })];
    const trend = (sites: Site[], incidents: Incident[]) => said(site, { sites, incidents });
    expect(trend(closing, [...around(2, 10), ...around(5, 3)])).toEqual(['security_worse high']);
    expect(trend(closing, [...around(3, 10), ...around(5, 3)])).toEqual([]);
    expect(trend([aSite({ state: 'open' })], [...around(2, 10), ...around(5, 3)])).toEqual([]);
    const rumours = around(5, 3).map((one) => ({ ...one, kind: 'disinformation' as const }));
    expect(trend(closing, [...around(2, 10), ...rumours])).toEqual([]);
  });

  it('holds departures at a gate that a demonstration blocks, until it is free (SR-59)', () => {
    const convoys = [aConvoy({ state: 'planned' })];
    const sites = [aSite({ id: 'ber', lat: 16.834, lon: -2.528 })];
    const crowd = (gateBlocked: boolean) =>
      clash({
        kind: 'demonstration',
        siteIds: ['ber'],
        demonstration: { stance: 'against', size: 300, gateBlocked },
      });
    expect(said(convoyOf(), { convoys, sites, incidents: [crowd(true)] })).toEqual(['gate_blocked high']);
    expect(said(convoyOf(), { convoys, sites, incidents: [crowd(false)] })).toEqual([]);
  });
});

describe('days and feeds', () => {
  it('tells a week and two days before a site is to be closed, and once its day is over', () => {
    const sites = [aSite({ state: 'closing', plannedOn: '2023-10-31' })];
    const on = (instant: string) => said({ type: 'site', id: 'kidal' }, { sites }, Date.parse(instant));
    expect(on('2023-10-24T00:00:00Z')).toEqual([]);
    expect(on('2023-10-25T00:00:01Z')).toEqual(['deadline_near medium']);
    expect(on('2023-10-30T00:00:01Z')).toEqual(['deadline_near high']);
    expect(on('2023-11-01T00:00:00Z')).toEqual(['deadline_passed high']);
  });

  it('holds a phase to its end while a site of it is open', () => {
    const phase = { type: 'phase' as const, id: 'P2B' };
    const at = Date.parse('2023-12-16T00:00:00Z');
    expect(said(phase, { sites: [aSite({ state: 'handed_over' })] }, at)).toEqual(['deadline_passed high']);
    expect(said(phase, { sites: [aSite({ state: 'closed' })] }, at)).toEqual([]);
  });

  it('misses a feed only while somebody on the road should be heard', () => {
    const feeds: [string, number][] = [['positions', NOW - 16 * MINUTE]];
    const feed = { type: 'feed' as const, id: 'positions' };
    expect(said(feed, { convoys: [aConvoy()], feeds })).toEqual(['feed_silent high']);
    expect(said(feed, { convoys: [aConvoy({ state: 'arrived' })], feeds })).toEqual([]);
  });
});

describe('trying a rule against the past', () => {
  const put = (at: number, body: Convoy) => ({ at, kind: 'convoy' as const, id: body.id, body });

  it('counts what it would have raised, also by time alone, and what worsened', () => {
    const from = NOW - DAY;
    const changes = [
      put(from - MINUTE, aConvoy({ lastReportAt: toInstantOut(from - MINUTE) })),
      // Silent for five hours, then heard, and silent again to the end.
      put(from + 300 * MINUTE, aConvoy({ lastReportAt: toInstantOut(from + 300 * MINUTE) })),
    ];
    const tried = rehearse('position_stale', standardRules(), changes, from, NOW);
    expect(tried.map(({ at, endedAt }) => [at - from, endedAt && endedAt - from])).toEqual([
      [89 * MINUTE, 300 * MINUTE],
      [390 * MINUTE, null],
    ]);
    const rules = standardRules({ late: { mediumAboveMin: 10 } });
    const slow = [put(from, aConvoy({ lateMin: 30 })), put(from + MINUTE, aConvoy({ lateMin: 900 }))];
    expect(rehearse('late', rules, slow, from, NOW)).toMatchObject([{ severity: 'high', worsened: 1 }]);
    expect(rehearse('late', standardRules(), slow.slice(0, 1), from, NOW)).toEqual([]);
  });
});

it('states of every rule its consequence and the expected action in three languages, and of every limit sane bounds', () => {
  for (const id of RuleId.options) {
    const { name, consequence, action } = ALERT_RULE_TEXTS[id];
    for (const text of [name, consequence, action]) {
      expect(Object.values(text).every((words) => words.length > 1)).toBe(true);
    }
  }
  for (const kind of RULE_KINDS) {
    for (const { standard, least, most } of Object.values(ALERT_RULE_TABLE[kind].limits)) {
      expect(standard >= least && standard <= most).toBe(true);
    }
  }
});
