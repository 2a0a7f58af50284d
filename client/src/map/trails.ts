import { distanceKm, type LatLon } from '@rearguard/shared';

/** Points that a trail keeps, and how far apart they are. */
const LONGEST = 160;
const LEAST_KM = 0.4;

/** Where the heads of convoys have been, by unit; only places that were reported. */
export class Trails {
  #places = new Map<string, LatLon[]>();
  #begun = new Set<string>();

  of(unitId: string): readonly LatLon[] {
    return this.#places.get(unitId) ?? [];
  }

  /** True once for each unit: somebody should ask where it came from. */
  mustBegin(unitId: string): boolean {
    if (this.#begun.has(unitId)) return false;
    this.#begun.add(unitId);
    return true;
  }

  /** Puts what was before the page opened in front of what it has seen. */
  begin(unitId: string, earlier: readonly (LatLon & { observedAt: string })[]): void {
    const seen = this.#places.get(unitId) ?? [];
    const trail: LatLon[] = [];
    const inOrder = earlier.toSorted((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt));
    for (const place of inOrder) if (farFrom(trail.at(-1), place)) trail.push({ lat: place.lat, lon: place.lon });
    this.#places.set(unitId, [...trail, ...seen].slice(-LONGEST));
  }

  add(unitId: string, place: LatLon): void {
    let trail = this.#places.get(unitId);
    if (trail === undefined) this.#places.set(unitId, (trail = []));
    if (!farFrom(trail.at(-1), place)) return;
    trail.push(place);
    if (trail.length > LONGEST) trail.shift();
  }
}

const farFrom = (last: LatLon | undefined, place: LatLon): boolean =>
  last === undefined || distanceKm(last, place) >= LEAST_KM;
