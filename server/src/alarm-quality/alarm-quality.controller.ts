import { Controller, Get, Query } from '@nestjs/common';
import { AlarmQuality, AlarmQualityQuery, type EpochMs, MOST_QUALITY_DAYS } from '@rearguard/shared';
import { Allow } from '../access/decorators.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import { AlarmQualityRepository } from './alarm-quality.repository.js';
import { alarmQuality } from './domain/alarm-quality.js';
import type { Span } from './domain/story.js';

const DAY_MS = 86_400_000;

/** How well the alerts serve those who work them off, against the guide figures of ISA-18.2 and IEC 62682. */
@Controller('api/alarm-quality')
export class AlarmQualityController {
  constructor(
    private readonly repository: AlarmQualityRepository,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('alarm-quality.read')
  @Describe({
    summary:
      'Load, floods, times to act, flapping, stale and useless alerts from one time to another (the last 24 hours ' +
      `when left out, ${MOST_QUALITY_DAYS} days at most); guide figures are those of ISA-18.2 and IEC 62682`,
    query: AlarmQualityQuery,
    reply: AlarmQuality,
  })
  async read(@Query(zodQuery(AlarmQualityQuery)) query: AlarmQualityQuery): Promise<AlarmQuality> {
    const now = this.clock.now();
    const span = spanOf(query, now);
    const [stories, watches] = await Promise.all([this.repository.stories(span), this.repository.watches(span, now)]);
    return alarmQuality(span, stories, watches);
  }
}

/** What has not been yet is not judged. */
function spanOf(query: AlarmQualityQuery, now: EpochMs): Span {
  const to = Math.min(query.to ?? now, now);
  const from = query.from ?? to - DAY_MS;
  if (from >= to) throw unfit('must lie before the end, and before now', '/from');
  if (to - from > MOST_QUALITY_DAYS * DAY_MS)
    throw unfit(`must lie within ${MOST_QUALITY_DAYS} days of the end`, '/from');
  return { from, to };
}

function unfit(message: string, path: string): Problem {
  return new Problem(400, { code: 'not-readable', message, path });
}
