import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Histogram } from 'prom-client';

const BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long the door takes to answer, and what. */
@Injectable()
export class DoorMeter {
  readonly answers = new Histogram({
    name: 'rearguard_door_answer_seconds',
    help: 'Time from a request with reports to its answer, by status',
    labelNames: ['code'],
    buckets: BUCKETS_S,
    registers: [],
  });

  constructor() {
    // There from the start, so that a rate over the first refusals is not blind to them.
    for (const code of ['202', '503']) this.answers.zero({ code });
  }

  readonly measure = (_request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    response.once('finish', () => {
      this.answers.observe({ code: String(response.statusCode) }, (performance.now() - began) / 1_000);
    });
    next();
  };
}
