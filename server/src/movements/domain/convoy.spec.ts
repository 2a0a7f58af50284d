import { aPlan, Followed, HOUR, MIN, T0 } from '../../testing/followed-convoy.js';
import { placeAt } from './route-line.js';

describe('a convoy on its way', () => {
  it('is planned until its head is a kilometre along the way', () => {
    const convoy = new Followed(aPlan());
    expect(convoy.now).toMatchObject({ state: 'planned', headKm: null, etaAt: null, speedKmh: null });
    expect(convoy.at(0, -30)).toBe(true);
    expect(convoy.now).toMatchObject({
      state: 'planned',
      headKm: 0,
      departedAt: null,
      etaAt: '2023-08-13T12:00:00.000Z',
    });
    convoy.at(0.9, 2);
    expect(convoy.now.state).toBe('planned');
    expect(convoy.at(1.1, 4)).toBe(true);
    expect(convoy.now).toMatchObject({ state: 'departed', departedAt: '2023-08-13T06:04:00.000Z', headKm: 1.1 });
  });

  it('has not set out because its head waits somewhere else on the road', () => {
    const convoy = new Followed(aPlan());
    convoy.at(57, -120);
    convoy.at(20, -60);
    convoy.at(0, -10);
    expect(convoy.now).toMatchObject({ state: 'planned', headKm: 0 });
    convoy.at(1.5, 8);
    expect(convoy.now).toMatchObject({ state: 'departed', headKm: 1.5 });
  });

  it('has its first believed place when a tracker is switched on under way', () => {
    const convoy = new Followed(aPlan());
    convoy.at(12, 90);
    expect(convoy.now).toMatchObject({ state: 'departed', headKm: 12 });
  });

  it('has arrived within the last kilometre, and stays arrived', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [55.9, 360]);
    expect(convoy.now.state).toBe('departed');
    expect(convoy.at(56.2, 362)).toBe(true);
    expect(convoy.now).toMatchObject({
      state: 'arrived',
      headKm: 57,
      speedKmh: 0,
      arrivedAt: '2023-08-13T12:02:00.000Z',
    });
    expect(convoy.now.etaAt).toBe(convoy.now.arrivedAt);
    expect(convoy.now.lateMin).toBe(2);
    expect(convoy.at(20, 400)).toBe(false);
    expect(convoy.now).toMatchObject({ state: 'arrived', headKm: 57 });
  });

  it('knows its speed from the road and not from what a unit says', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [15, 60]);
    convoy.at(15.5, 62, { speedKmh: 80 });
    expect(convoy.now.speedKmh).toBeCloseTo(15, 0);
    expect(convoy.now.meanSpeedKmh).toBeCloseTo(15, 1);
    expect(convoy.now.etaAt).toBe(new Date(T0 + 62 * MIN + (41.5 / 15) * HOUR).toISOString());
  });

  it('halts when it has not moved for ten minutes, from when it last did, and the expected arrival slips', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [19, 120]);
    const moving = convoy.now;
    convoy.march([19, 122], [19, 130]);
    expect(convoy.now.haltedSince).toBe(new Date(T0 + 120 * MIN).toISOString());
    expect(convoy.now.speedKmh).toBe(0);
    convoy.march([19, 132], [19, 240]);
    expect(convoy.now.etaAt).toBe(new Date(T0 + 240 * MIN + 4 * HOUR).toISOString());
    expect(Date.parse(convoy.now.etaAt!)).toBeGreaterThan(Date.parse(moving.etaAt!));
    convoy.march([19.4, 242], [20, 246]);
    expect(convoy.now.haltedSince).toBeNull();
    expect(convoy.now.speedKmh).toBeGreaterThan(7);
  });

  it('is never expected earlier because it halted', () => {
    const convoy = new Followed(aPlan({ plannedSpeedKmh: 20 }));
    convoy.march([0, 0], [8, 120]);
    const slow = Date.parse(convoy.now.etaAt!);
    convoy.march([8, 122], [8, 200]);
    expect(convoy.now.haltedSince).not.toBeNull();
    expect(Date.parse(convoy.now.etaAt!)).toBeGreaterThanOrEqual(slow - 5 * MIN);
  });

  it('is judged by its whole march after a night, and not by the halt', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [24, 180]);
    convoy.march([24, 182], [24, 900], 5);
    convoy.march([24.5, 903], [25, 906]);
    // 25 km in 15 hours; the last six alone would say 0.2 km/h and put it nearly a week away.
    expect(Math.abs(convoy.now.meanSpeedKmh! - 25 / (906 / 60))).toBeLessThan(0.1);
    const rest = (Date.parse(convoy.now.etaAt!) - T0) / MIN - 906;
    expect(rest).toBeCloseTo((32 / convoy.now.meanSpeedKmh!) * 60, -1);
  });

  it('does not take a good morning for a good week', () => {
    const convoy = new Followed(aPlan({ routeId: 'corr-bamako-dakar', plannedSpeedKmh: 20, reversed: false }));
    convoy.march([0, 0], [200, 300], 5);
    expect(convoy.now.meanSpeedKmh).toBeCloseTo(40, 0);
    const restH = (Date.parse(convoy.now.etaAt!) - T0) / HOUR - 5;
    expect(restH).toBeCloseTo(6 + (1_050 - 6 * 40) / 20, 1);
  });

  it('is off the route after two reports more than 5 km off, and back within 3', () => {
    const convoy = new Followed(aPlan());
    const off = (km: number, minutes: number, offKm: number) => {
      const { lat, lon } = placeAt(convoy.line, km);
      return convoy.take({
        unitId: 'head',
        lat: lat + offKm / 111.2,
        lon,
        observedAt: T0 + minutes * MIN,
        speedKmh: null,
      });
    };
    convoy.march([0, 0], [10, 60]);
    expect(off(10.5, 62, 6)).toBe(false);
    expect(convoy.now).toMatchObject({ offRouteSince: null, offRouteKm: null, headKm: 10 });
    expect(off(10.8, 64, 6.5)).toBe(true);
    expect(convoy.now.offRouteSince).toBe(new Date(T0 + 62 * MIN).toISOString());
    expect(convoy.now.offRouteKm).toBeCloseTo(6.5, 0);
    off(11, 66, 4);
    expect(convoy.now.offRouteSince).not.toBeNull();
    expect(off(11.3, 68, 2)).toBe(true);
    expect(convoy.now).toMatchObject({ offRouteSince: null, offRouteKm: null });
  });

  it('is not moved by one wild report, neither aside, nor ahead, nor back', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [20, 120]);
    const before = convoy.now;
    for (const wild of [{ lat: 12, lon: -8 }, placeAt(convoy.line, 50), placeAt(convoy.line, 3)]) {
      convoy.take({ unitId: 'head', lat: wild.lat, lon: wild.lon, observedAt: T0 + 121 * MIN, speedKmh: null });
      expect(convoy.now).toEqual({ ...before, lastReportAt: new Date(T0 + 121 * MIN).toISOString() });
      convoy.memory = { ...convoy.memory, head: { ...convoy.memory.head!, lastAt: T0 + 120 * MIN, doubt: null } };
    }
  });

  it('goes back when it really turns', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [20, 120]);
    convoy.at(18, 130);
    expect(convoy.now.headKm).toBe(20);
    convoy.at(17, 134);
    expect(convoy.now.headKm).toBe(17);
  });

  it('has a tail of its own, and none when one unit is all there is', () => {
    const convoy = new Followed(aPlan());
    convoy.march([0, 0], [20, 120]);
    expect(convoy.now).toMatchObject({ headUnitId: 'head', tailUnitId: 'tail', tailKm: null });
    convoy.at(11, 121, { unitId: 'tail' });
    expect(convoy.now).toMatchObject({ headKm: 20, tailKm: 11 });
    const lone = new Followed(aPlan({ unitIds: ['head'] }));
    lone.at(5, 30);
    expect(lone.now).toMatchObject({ headUnitId: 'head', tailUnitId: null, tailKm: null, headKm: 5 });
  });

  it('takes the first that reports for its head when the plan names nobody, and lists who joined', () => {
    const convoy = new Followed(aPlan({ unitIds: [] }));
    convoy.at(2, 10, { unitId: 'truck-b' });
    convoy.at(9, 20, { unitId: 'truck-a' });
    expect(convoy.now).toMatchObject({ headUnitId: 'truck-b', headKm: 2, unitIds: ['truck-a', 'truck-b'] });
  });
});

describe('marches on record', () => {
  it('Ber to Timbuktu, 57 km in 51 h, is 1.1 km/h and never looks on time (SR-38)', () => {
    const convoy = new Followed(aPlan());
    convoy.at(0, 0);
    convoy.march([0, 2], [57, 51 * 60], 4);
    const { now } = convoy;
    expect(now.state).toBe('arrived');
    expect(now.meanSpeedKmh!.toFixed(1)).toBe('1.1');
    expect(now.lateMin).toBeGreaterThan(44 * 60);
    for (const change of convoy.changes.filter((one) => one.departedAt !== null)) {
      const madeH = (Date.parse(change.lastReportAt!) - T0) / HOUR;
      if (madeH > 2) expect(change.lateMin).toBeGreaterThan(120);
    }
  });

  it('Gao to Kidal, 352 km in 181 h, is 1.9 km/h, and the forecast slips day by day (SR-35, SR-38)', () => {
    const start = Date.parse('2023-10-31T07:00:00Z');
    // Track of the Kidal convoy: only start, end and "near Anéfis" are public, the rest is invented to fit.
    const track: [string, number][] = [
      ['2023-10-31T07:00:00Z', 0],
      ['2023-10-31T18:00:00Z', 38],
      ['2023-11-01T18:00:00Z', 88],
      ['2023-11-02T18:00:00Z', 97],
      ['2023-11-03T18:00:00Z', 103],
      ['2023-11-04T18:00:00Z', 110],
      ['2023-11-05T18:00:00Z', 165],
      ['2023-11-06T18:00:00Z', 255],
      ['2023-11-07T20:00:00Z', 352],
    ];
    const kidal = { routeId: 'msr-gao-kidal', reversed: true, plannedDepartureAt: start, plannedSpeedKmh: 12 };
    const convoy = new Followed(aPlan({ id: 'KID-01', ...kidal }));
    const reports = track.map(([t, km]) => ({
      observedAt: Date.parse(t),
      unitId: 'head',
      speedKmh: null,
      ...placeAt(convoy.line, km),
    }));
    const states: string[] = [];
    const late: number[] = [];
    for (const report of reports) {
      convoy.take(report);
      const seen = convoy.now;
      convoy.take(report);
      convoy.take({ ...reports[0]!, observedAt: report.observedAt - 1 });
      expect(convoy.now).toEqual(seen);
      states.push(convoy.now.state);
      late.push(convoy.now.lateMin!);
    }
    expect(states).toEqual(['planned', ...Array<string>(7).fill('departed'), 'arrived']);
    expect(late[1]).toBeGreaterThan(0);
    expect(late[4]).toBeGreaterThan(late[1]!);
    expect(convoy.now.meanSpeedKmh!.toFixed(1)).toBe('1.9');
    // It counts as departed with the first report on its way, eleven hours after the first of all.
    expect(convoy.now.arrivedAt).toBe('2023-11-07T20:00:00.000Z');
    expect(late.at(-1)).toBe(Math.round((Date.parse('2023-11-07T20:00:00Z') - start) / MIN - (352 / 12) * 60));
  });
});
