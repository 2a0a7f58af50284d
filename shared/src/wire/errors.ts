import { z } from 'zod';

/** The body of every refusal over HTTP. */
export const ErrorBody = z.object({
  /** Stable word for programs, such as `not-signed-in`. */
  code: z.string(),
  /** Sentence for people. */
  message: z.string(),
  /** JSON Pointer to the field at fault. */
  path: z.string().optional(),
  hint: z.string().optional(),
  /** With 409: what stands now. */
  current: z.unknown().optional(),
  /** With 422: what would be allowed. */
  allowed: z.array(z.string()).optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
