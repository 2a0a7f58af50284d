import type { Point } from './point.js';

/** One point: unit, the times, the place, what may be missing (NaN), and the key. */
const POINT_BYTES = 4 + 3 * 8 + 2 * 8 + 4 * 8 + 8;

/** Points as text, as small as they can be and still exact to what the database holds. */
export function packPoints(points: readonly Point[]): string {
  const bytes = Buffer.allocUnsafe(points.length * POINT_BYTES);
  let at = 0;
  for (const point of points) {
    at = bytes.writeInt32LE(point.no, at);
    at = bytes.writeDoubleLE(point.observedAt, at);
    at = bytes.writeDoubleLE(point.receivedAt, at);
    at = bytes.writeDoubleLE(point.sourceObservedAt ?? Number.NaN, at);
    at = bytes.writeDoubleLE(point.lat, at);
    at = bytes.writeDoubleLE(point.lon, at);
    for (const value of [point.speedKmh, point.courseDeg, point.altitudeM, point.accuracyM]) {
      at = bytes.writeDoubleLE(value ?? Number.NaN, at);
    }
    at = bytes.writeBigInt64LE(point.reportKey, at);
  }
  return bytes.toString('base64');
}

export function unpackPoints(text: string): Point[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / POINT_BYTES }, (_, place) => {
    const at = place * POINT_BYTES;
    return {
      no: bytes.readInt32LE(at),
      observedAt: bytes.readDoubleLE(at + 4),
      receivedAt: bytes.readDoubleLE(at + 12),
      sourceObservedAt: orNull(bytes.readDoubleLE(at + 20)),
      lat: bytes.readDoubleLE(at + 28),
      lon: bytes.readDoubleLE(at + 36),
      speedKmh: orNull(bytes.readDoubleLE(at + 44)),
      courseDeg: orNull(bytes.readDoubleLE(at + 52)),
      altitudeM: orNull(bytes.readDoubleLE(at + 60)),
      accuracyM: orNull(bytes.readDoubleLE(at + 68)),
      reportKey: bytes.readBigInt64LE(at + 76),
    };
  });
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
