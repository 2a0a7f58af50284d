import { LANGUAGES, type Language, type Name } from '@rearguard/shared';
import { en, type Messages } from './en.js';
import { Format } from './format.js';
import { fr } from './fr.js';
import { zh } from './zh.js';

export const MESSAGES: Record<Language, Messages> = { en, fr, zh };
const REMEMBERED = 'rearguard.language';

const isLanguage = (text: string | null): text is Language => LANGUAGES.some((language) => language === text);

/** The first language of the browser that we speak, else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return 'en';
}

/** The language of the page: what it says, and how it writes numbers and times. */
export class I18n {
  language = $state<Language>('en');
  timeZone = $state('UTC');
  readonly m: Messages = $derived(MESSAGES[this.language]);
  readonly format: Format = $derived(new Format(this.language, this.timeZone));

  constructor(private readonly store: Pick<Storage, 'getItem' | 'setItem'> | null) {
    const remembered = store?.getItem(REMEMBERED) ?? null;
    this.language = isLanguage(remembered) ? remembered : languageOf(navigator.languages);
  }

  choose(language: Language): void {
    this.language = language;
    this.store?.setItem(REMEMBERED, language);
  }

  /** The next language in the row, for the one key that changes it. */
  next(): void {
    this.choose(LANGUAGES[(LANGUAGES.indexOf(this.language) + 1) % LANGUAGES.length]!);
  }

  name(name: Name): string {
    return name[this.language];
  }
}
