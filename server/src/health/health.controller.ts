import { Controller, Get, Header, HttpCode, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Allow, Open } from '../access/decorators.js';
import { LivePicture } from '../picture/live-picture.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { LaneQueues } from '../platform/queue/lane-queues.js';
import { Metrics } from './metrics.js';

interface Ready {
  ready: boolean;
  /** Each part with `ok` or the reason why not. */
  parts: Record<string, string>;
}

/** Longest that a part may take to show that it lives. */
const ANSWER_WITHIN_MS = 2_000;

@Controller()
export class HealthController {
  constructor(
    private readonly database: DataSource,
    private readonly queues: LaneQueues,
    private readonly metricsOf: Metrics,
    @Optional() private readonly picture?: LivePicture,
  ) {}

  @Get('health/live')
  @Open()
  @HttpCode(200)
  @Describe({ summary: 'The process runs' })
  live(): { live: true } {
    return { live: true };
  }

  @Get('health/ready')
  @Open()
  @Describe({ summary: 'Database, queue and picture, with reasons; 503 when one is not ready' })
  async ready(): Promise<Ready> {
    const parts: Record<string, string> = {
      database: await reasonOf(this.database.query('SELECT 1')),
      queue: await reasonOf(this.queues.waiting('positions')),
      ...(this.picture && { picture: this.picture.ready ? 'ok' : 'is being read' }),
    };
    const ready = Object.values(parts).every((reason) => reason === 'ok');
    if (ready) return { ready, parts };
    const failing = Object.entries(parts).filter(([, reason]) => reason !== 'ok');
    const message = failing.map(([part, reason]) => `${part}: ${reason}`).join('; ');
    throw new Problem(503, { code: 'not-ready', message, current: parts }, 2);
  }

  @Get('metrics')
  @Allow('picture.read')
  @Header('Content-Type', 'text/plain; version=0.0.4')
  @Describe({ summary: 'Figures for Prometheus' })
  metrics(): Promise<string> {
    return this.metricsOf.text();
  }
}

async function reasonOf(question: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), ANSWER_WITHIN_MS);
  });
  const answer = question.then(
    () => 'ok',
    () => 'is not to be reached',
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
