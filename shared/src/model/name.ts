import { z } from 'zod';

/** The languages that every label exists in. Chinese names follow S/2023/611. */
export const LANGUAGES = ['en', 'fr', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A name in every language. */
export const Name = z.object({ en: z.string(), fr: z.string(), zh: z.string() });
export type Name = z.infer<typeof Name>;
