import type { Request } from 'express';
import type { Config } from '../config/config.js';

/** The room's address as the person before the browser has it. */
export function homeUrl(request: Request, config: Config): string {
  return config.http.publicUrl ?? `${request.protocol}://${request.host}`;
}
