const RAD = Math.PI / 180;
/** Units go round in circles of this radius; at 40 km/h one round takes an hour. */
const RADIUS_DEG = 0.06;
const KM_PER_DEG = 111.2;

/** Name of the unit at an index. */
export const unitId = (index: number): string => `u-${String(index).padStart(5, '0')}`;

/**
 * Units that are always on the move, at 20 to 60 km/h, all over Mali. Where one is follows from the time alone, so that
 * two drivers, or two runs of one, tell the same story.
 */
export class MovingUnits {
  readonly #lat: Float64Array;
  readonly #lon: Float64Array;
  readonly #kmh: Float64Array;

  constructor(count: number) {
    this.#lat = Float64Array.from({ length: count }, (_, i) => 11 + (((i * 7919) % 9_973) / 9_973) * 9);
    this.#lon = Float64Array.from({ length: count }, (_, i) => -9 + (((i * 6007) % 9_901) / 9_901) * 11);
    this.#kmh = Float64Array.from({ length: count }, (_, i) => 20 + ((i * 31) % 40));
  }

  /** Where one unit is, to a metre. @param at epoch ms */
  place(index: number, at: number): { lat: number; lon: number; speedKmh: number; courseDeg: number } {
    const kmh = this.#kmh[index]!;
    const angle = ((kmh / KM_PER_DEG / RADIUS_DEG) * (at % 1e9)) / 3.6e6 + index;
    return {
      lat: Math.round((this.#lat[index]! + RADIUS_DEG * Math.sin(angle)) * 1e5) / 1e5,
      lon: Math.round((this.#lon[index]! + RADIUS_DEG * Math.cos(angle)) * 1e5) / 1e5,
      speedKmh: kmh,
      courseDeg: Math.round(((((-angle / RAD) % 360) + 360) % 360) * 10) / 10,
    };
  }

  /** The report of one unit as JSON. @param at epoch ms */
  report(index: number, at: number): string {
    const { lat, lon, speedKmh, courseDeg } = this.place(index, at);
    return `{"unitId":"${unitId(index)}","lat":${lat},"lon":${lon},"observedAt":${at},"speedKmh":${speedKmh},"courseDeg":${courseDeg}}`;
  }
}
