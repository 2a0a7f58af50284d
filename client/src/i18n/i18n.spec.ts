import { LANGUAGES } from '@rearguard/shared';
import { Format } from './format.js';
import { I18n, languageOf, MESSAGES } from './i18n.svelte.js';

/** Every message by its path, functions called with stand-ins. */
function sentences(messages: object, path = ''): [string, string][] {
  return Object.entries(messages as Record<string, unknown>).flatMap(([key, message]): [string, string][] => {
    const at = `${path}/${key}`;
    if (typeof message === 'string') return [[at, message]];
    if (typeof message === 'object' && message !== null) return sentences(message, at);
    const say = message as (...parts: unknown[]) => string;
    return [[at, say(...Array.from({ length: say.length }, (_, i) => (say.length > 1 && i === 0 ? 2 : `«${i}»`)))]];
  });
}

describe('the languages', () => {
  it.each(LANGUAGES)('%s says every sentence with all of its parts', (language) => {
    const english = new Map(sentences(MESSAGES.en));
    for (const [at, sentence] of sentences(MESSAGES[language])) {
      expect(sentence.trim() === '' ? `${at} is empty` : '').toBe('');
      const parts = (text: string): string =>
        [...text.matchAll(/«\d»/g)]
          .map(([part]) => part)
          .sort()
          .join();
      expect(`${at} ${parts(sentence)}`).toBe(`${at} ${parts(english.get(at)!)}`);
    }
    expect(sentences(MESSAGES[language])).toHaveLength(english.size);
  });

  it('takes the first that the browser wants and we speak', () => {
    expect(languageOf(['de-DE', 'zh-CN', 'fr'])).toBe('zh');
    expect(languageOf(['de'])).toBe('en');
  });

  it('remembers the choice', () => {
    const kept = new Map<string, string>();
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (k: string, v: string) => void kept.set(k, v),
    };
    new I18n(store).choose('fr');
    expect(new I18n(store).m.languageName).toBe('Français');
  });
});

describe('Format', () => {
  const now = Date.parse('2023-08-13T13:12:07Z');

  it('tells the mission’s time, and the day only when it is another', () => {
    const format = new Format('en', 'Africa/Bamako');
    expect(format.clock(now)).toBe('13:12:07');
    expect(format.timeNear(now, now)).toBe('13:12');
    expect(format.timeNear(Date.parse('2023-08-15T05:40:00Z'), now)).toBe('15 Aug 05:40');
    expect(format.timeNear(Date.parse('2022-12-31T05:40:00Z'), now)).toBe('31 Dec 2022 05:40');
    expect(format.isUtc(now)).toBe(true);
    expect(new Format('en', 'Africa/Niamey').clock(now)).toBe('14:12:07');
  });

  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_720_000, '1 h 02'],
    [86_400_000, '24 h'],
    [2 * 86_400_000, '2 d'],
  ])('writes %i ms as %s, never more than it is', (ms, text) => {
    expect(new Format('en', 'UTC').span(ms)).toBe(text);
  });
});
