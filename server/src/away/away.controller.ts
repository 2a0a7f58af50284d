import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AwayReply, Seen, toInstantOut } from '@rearguard/shared';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { ChangedBetween } from './changed-between.js';
import { Presence } from './presence.js';

/** For who was never here before: what happened in the last hours. */
const FIRST_TIME_MS = 8 * 3_600_000;

/** What changed while one was away. */
@Controller('api/away')
@Allow('away.own')
export class AwayController {
  constructor(
    private readonly presence: Presence,
    private readonly changed: ChangedBetween,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Describe({ summary: 'What changed since you were last here; asking says that you are back', reply: AwayReply })
  async away(@WhoAsks() who: Identity): Promise<AwayReply> {
    const absence = await this.presence.seen(personOf(who).personId);
    const seq = absence?.seq ?? (await this.changed.numberAt(this.clock.now() - FIRST_TIME_MS));
    return {
      leftAt: absence && toInstantOut(absence.roomAt),
      awayMs: absence && absence.returnedAt - absence.leftAt,
      changed: await this.changed.since(seq),
    };
  }

  @Post('seen')
  @HttpCode(204)
  @Describe({ summary: 'Say that you are at the screen, or that you have read what changed', body: Seen })
  async seen(@Body(zodBody(Seen)) { readUpTo }: Seen, @WhoAsks() who: Identity): Promise<void> {
    const { personId } = personOf(who);
    await this.presence.seen(personId);
    if (readUpTo !== undefined) await this.presence.read(personId, readUpTo);
  }
}
