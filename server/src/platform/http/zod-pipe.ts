import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import '../plain-words.js';
import { Problem } from './problem.js';

/** RFC 6901: where in the body a field is; empty for the body itself. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The refusal for input that does not fit its schema: the first fault, with the place it is at. */
export function unfit(error: z.core.$ZodError): Problem {
  const issue = error.issues[0]!;
  const given: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  const also = error.issues.length - 1;
  return new Problem(400, {
    code: typeof given === 'string' ? given : 'not-readable',
    message: issue.message,
    path: jsonPointer(issue.path),
    ...(also > 0 && { hint: `${also} more ${also === 1 ? 'fault' : 'faults'} in the same request` }),
  });
}

class Fits<Schema extends z.ZodType> implements PipeTransform<unknown, z.infer<Schema>> {
  constructor(
    private readonly schema: Schema,
    private readonly whenAbsent: unknown,
  ) {}

  transform(value: unknown): z.infer<Schema> {
    const parsed = this.schema.safeParse(value ?? this.whenAbsent);
    if (!parsed.success) throw unfit(parsed.error);
    return parsed.data;
  }
}

/** `@Body(zodBody(Schema))`: the parsed body. @throws Problem 400 with the JSON Pointer of the first fault. */
export function zodBody<Schema extends z.ZodType>(schema: Schema): PipeTransform<unknown, z.infer<Schema>> {
  return new Fits(schema, undefined);
}

/** `@Query(zodQuery(Schema))`: the parsed query string, whose values arrive as text, so coerce numbers. */
export function zodQuery<Schema extends z.ZodType>(schema: Schema): PipeTransform<unknown, z.infer<Schema>> {
  return new Fits(schema, {});
}
