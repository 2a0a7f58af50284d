import { All, Controller, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Takes } from './body-kinds.js';
import { ForAnyCaller } from './openapi.js';
import { Problem } from './problem.js';

/**
 * Every address of ours that no feature took. It stands behind the same guards as the others, so that who is not signed
 * in learns nothing of which addresses exist: 401 comes before 404.
 */
@Controller()
@ForAnyCaller()
export class UnknownRoutesController {
  @All(['api', 'api/*rest'])
  @Takes()
  refuse(@Req() request: Request): never {
    throw new Problem(404, { code: 'not-found', message: `There is nothing at ${request.method} ${request.path}.` });
  }
}
