import { Injectable } from '@nestjs/common';
import {
  type EpochMs,
  isPictureKind,
  type Picture,
  PICTURE_PARTS,
  type RoomClock,
  toInstantOut,
  type UnitFacts,
} from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { toUnitPosition } from '../movements/positions/point.js';
import { PositionStore } from '../movements/positions/position-store.js';
import { RoomTime } from './room-time.js';

interface Row {
  kind: string;
  id: string;
  op: 'put' | 'remove';
  body: unknown;
}

/** The picture as it stood: the same change log and the same positions, folded up to an instant. */
@Injectable()
export class PastPicture {
  constructor(
    private readonly database: DataSource,
    private readonly positions: PositionStore,
    private readonly time: RoomTime,
  ) {}

  /** By what was known at that instant. Positions older than retention are gone. */
  async at(at: EpochMs): Promise<Picture> {
    const instant = toInstantOut(at);
    const [{ seq } = { seq: '0' }]: { seq: string }[] = await this.database.query(
      `SELECT coalesce(max(seq), 0)::text AS seq FROM change WHERE at <= $1`,
      [instant],
    );
    const rows: Row[] = await this.database.query(
      `SELECT DISTINCT ON (kind, id) kind, id, op, body FROM change
       WHERE kind <> 'positions' AND seq <= $1 AND at <= $2 ORDER BY kind, id, seq DESC`,
      [seq, instant],
    );
    const points = await this.positions.newestAt(at);
    const picture: Picture = {
      seq: Number(seq),
      at: instant,
      clock: this.time.clock(),
      units: {},
      convoys: {},
      sites: {},
      comms: {},
      incidents: {},
      alerts: {},
      movements: {},
      flightRequests: {},
      consignments: {},
      restrictions: {},
    };
    for (const { kind, id, op, body } of rows) {
      if (op === 'remove') continue;
      if (isPictureKind(kind)) {
        const part: Record<string, unknown> = picture[PICTURE_PARTS[kind]];
        part[id] = body;
      } else if (kind === 'unit') {
        const point = points.get((body as UnitFacts).no);
        if (point) picture.units[id] = { ...(body as UnitFacts), ...toUnitPosition(point) };
      } else if (kind === 'clock') picture.clock = body as RoomClock;
    }
    return picture;
  }
}
