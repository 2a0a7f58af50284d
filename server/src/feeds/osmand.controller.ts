import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { type ReportsReply, ReportsReply as ReportsReplySchema } from '@rearguard/shared';
import { ForFeed, WhoSends } from '../access/decorators.js';
import type { FeedSource } from '../access/identity.js';
import { Takes } from '../platform/http/body-kinds.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { osmandPath, osmandWords, positionFromOsmand } from './adapters/osmand.js';
import { PositionDoor } from './position-door.js';

type Fields = Record<string, unknown>;

/** Positions from phones that speak the OsmAnd protocol, one a request, in the query or in a form. */
@Controller('ingest/osmand/:token')
@ForFeed('positions')
export class OsmandController {
  constructor(private readonly door: PositionDoor) {}

  @Get()
  @HttpCode(202)
  @Describe({ summary: 'Hand in one position in the query: id, lat, lon, timestamp', reply: ReportsReplySchema })
  fromQuery(@WhoSends() source: FeedSource, @Query() query: Fields): Promise<ReportsReply> {
    return this.#take(source, query);
  }

  @Post()
  @HttpCode(202)
  @Takes('application/x-www-form-urlencoded', 'application/json')
  @Describe({ summary: 'Hand in one position in a form or the query', reply: ReportsReplySchema })
  fromForm(@WhoSends() source: FeedSource, @Query() query: Fields, @Body() form?: Fields): Promise<ReportsReply> {
    return this.#take(source, { ...query, ...form });
  }

  async #take(source: FeedSource, fields: Fields): Promise<ReportsReply> {
    const { reply } = await this.door.take([positionFromOsmand(fields)], {
      tokenName: source.name,
      pathOf: osmandPath,
    });
    const [refused] = reply.rejected;
    // A phone sends one position and looks at the status alone.
    if (refused) {
      const { code, path } = refused;
      throw new Problem(400, { code, message: osmandWords(refused.message, path), path });
    }
    return reply;
  }
}
