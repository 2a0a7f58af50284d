import type { Route } from '@rearguard/shared';
import { aConvoy } from '../testing/builders.js';
import { viewConvoy } from '../wall/convoy-view.js';
import { shapeOf, type Ends } from './convoy-shape.js';
import { Projection } from './mercator.js';
import { placeAt, stretch } from './route-line.js';

/** 100 km of road due east, with a bend to the north in the middle. */
const ROUTE: Route = {
  id: 'road',
  version: 1,
  name: { en: 'Road', fr: 'Route', zh: '路' },
  kind: 'msr',
  lengthKm: 100,
  surface: 'sand',
  usualSpeedKmh: 30,
  waypoints: [
    { placeId: 'a', lat: 16, lon: -3, km: 0 },
    { placeId: 'b', lat: 16, lon: -2.5, km: 50 },
    { placeId: 'c', lat: 16.5, lon: -2.5, km: 100 },
  ],
  source: 'test',
};
const PROJECTION = new Projection({ lon: -2.6, lat: 16.2, zoom: 9, width: 1_000, height: 1_000 });
const NOWHERE: Ends = { head: null, tail: null, courseDeg: null };
const shape = (over: Parameters<typeof aConvoy>[0], ends = NOWHERE, leastPx = 1) =>
  shapeOf(
    viewConvoy(
      aConvoy({ kmTotal: 100, reversed: false, ...over }),
      ROUTE,
      null,
      null,
      Date.parse('2023-08-13T13:12:00Z'),
    ),
    ends,
    PROJECTION,
    leastPx,
  );

describe('a road', () => {
  it('has a place for each kilometre, and ends where it ends', () => {
    expect(placeAt(ROUTE, 25)).toEqual({ lat: 16, lon: -2.75 });
    expect(placeAt(ROUTE, 120)).toMatchObject({ lat: 16.5, lon: -2.5 });
  });

  it('keeps its bends between two kilometres, in either direction', () => {
    const there = stretch(ROUTE, 40, 60);
    expect(there).toHaveLength(3);
    expect(there[1]).toEqual({ lat: 16, lon: -2.5 });
    expect(stretch(ROUTE, 60, 40)).toEqual(there.toReversed());
  });
});

describe('a convoy on the map', () => {
  it('lies along its road from tail to head and points where it goes', () => {
    const { body, course } = shape({ headKm: 60, tailKm: 40 })!;
    expect(body).toHaveLength(3);
    expect(course).toBeCloseTo(0, 3);
    expect(shape({ headKm: 30, tailKm: 20 })!.course).toBeCloseTo(Math.PI / 2, 2);
  });

  it('travels the road the other way when it is reversed', () => {
    const { head, course } = shape({ reversed: true, headKm: 10, tailKm: 5 })!;
    expect(head).toEqual(PROJECTION.point(placeAt(ROUTE, 90)));
    expect(Math.abs(course)).toBeCloseTo(Math.PI, 3);
  });

  it('stands where its trackers were last seen, not where the road would have it', () => {
    const head = { lat: 16.1, lon: -2.9 };
    const tail = { lat: 16.1, lon: -3 };
    const off = shape(
      { headKm: 20, tailKm: 10, offRouteSince: '2023-08-13T13:00:00.000Z' },
      { head, tail, courseDeg: null },
    )!;
    expect(off.head).toEqual(PROJECTION.point(head));
    expect(off.body).toHaveLength(2);
    // Nobody reported its course: it heads away from its tail, to the east.
    expect(off.course).toBeCloseTo(Math.PI / 2, 5);
  });

  it('stays long enough to tell head from tail', () => {
    const { head, tail } = shape({ headKm: 20, tailKm: 19.99 }, NOWHERE, 30)!;
    expect(Math.hypot(head.x - tail.x, head.y - tail.y)).toBeCloseTo(30, 6);
  });

  it('is nowhere as long as nobody knows where it is', () => {
    expect(shape({ headKm: null, tailKm: null })).toBeNull();
  });
});
