import type { Messages } from '../i18n/en.js';

const MARK = 'EXERCISE: ';

/** An escort as it was entered; what the exercise brings along is said in the language of the screen. */
export function escortWords(escort: string | null, m: Messages): string | null {
  if (!escort?.startsWith(MARK)) return escort;
  const entered = escort.slice(MARK.length);
  const words = (m.escorts as Readonly<Record<string, string>>)[entered] ?? entered;
  return [m.exercise, words].join(m.listAnd);
}
