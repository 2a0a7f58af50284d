import type { Day, EpochMs, Language } from '@rearguard/shared';

/** Locales: day before month and 24 hours everywhere. */
const LOCALE: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR', zh: 'zh-CN' };
const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/** Short units of time, as they stand in a row. */
const UNITS: Record<Language, { d: string; h: string; min: string; s: string }> = {
  en: { d: ' d', h: ' h', min: ' min', s: ' s' },
  fr: { d: ' j', h: ' h', min: ' min', s: ' s' },
  zh: { d: ' 天', h: ' 小时', min: ' 分钟', s: ' 秒' },
};

const sameYear = (a: EpochMs, b: EpochMs): boolean => new Date(a).getUTCFullYear() === new Date(b).getUTCFullYear();

/** Numbers, times and lengths of time in one language and the mission's time zone. */
export class Format {
  readonly #locale: string;
  readonly #numbers = new Map<number, Intl.NumberFormat>();
  /** Calendar day, in the mission's zone, of each quarter of an hour that was asked for. */
  readonly #days = new Map<number, string>();
  #regions: Intl.DisplayNames | null = null;
  readonly #dates = new Map<string, Intl.DateTimeFormat>();
  /** What was answered: rows say the same instants every second, and formatting is slow. */
  readonly #said = new Map<string, string>();

  constructor(
    readonly language: Language,
    readonly timeZone: string,
  ) {
    this.#locale = LOCALE[language];
  }

  /** A number with at most so many decimals. */
  number(value: number, decimals = 0): string {
    let format = this.#numbers.get(decimals);
    if (format === undefined) {
      format = new Intl.NumberFormat(this.#locale, { maximumFractionDigits: decimals });
      this.#numbers.set(decimals, format);
    }
    return format.format(value);
  }

  /** Kilometres: one decimal below ten, so that a short way shows that it moves. */
  km(value: number): string {
    return this.number(value, Math.abs(value) < 10 ? 1 : 0);
  }

  #date(key: string, options: Intl.DateTimeFormatOptions, at: EpochMs): string {
    let format = this.#dates.get(key);
    if (format === undefined) {
      format = new Intl.DateTimeFormat(this.#locale, { timeZone: this.timeZone, hourCycle: 'h23', ...options });
      this.#dates.set(key, format);
    }
    const said = `${key} ${at}`;
    let text = this.#said.get(said);
    if (text === undefined) {
      if (this.#said.size > 2_000) this.#said.clear();
      text = format.format(at);
      this.#said.set(said, text);
    }
    return text;
  }

  /** `13:12` */
  time(at: EpochMs): string {
    return this.#date('t', { hour: '2-digit', minute: '2-digit' }, at);
  }

  /** `13:12:07` */
  clock(at: EpochMs): string {
    return this.#date('c', { hour: '2-digit', minute: '2-digit', second: '2-digit' }, at);
  }

  utcClock(at: EpochMs): string {
    return new Date(at).toISOString().slice(11, 16);
  }

  /** `13 Aug 2023, 13:12` */
  dateTime(at: EpochMs): string {
    const options = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
    return this.#date('m', options, at);
  }

  /** `Sun 13 Aug` */
  weekday(at: EpochMs): string {
    return this.#date('w', { weekday: 'short', day: 'numeric', month: 'short' }, at);
  }

  /** `13:12`, or `15 Aug 05:40` when it is another day than now; with its year when that is another. */
  timeNear(at: EpochMs, now: EpochMs): string {
    const [day, today] = [this.#dayKey(at), this.#dayKey(now)];
    if (day === today) return this.time(at);
    const year = sameYear(at, now) ? {} : ({ year: 'numeric' } as const);
    return `${this.#date(year.year ? 'dY' : 'd', { day: 'numeric', month: 'short', ...year }, at)} ${this.time(at)}`;
  }

  /** `25 Nov 2026`, in the mission's time. */
  fullDate(at: EpochMs): string {
    return this.#date('dY', { day: 'numeric', month: 'short', year: 'numeric' }, at);
  }

  /** Zones differ by whole quarters of an hour, so that one answer holds for each quarter. */
  #dayKey(at: EpochMs): string {
    const quarter = Math.floor(at / QUARTER_MS);
    let key = this.#days.get(quarter);
    if (key === undefined) {
      if (this.#days.size > 2_000) this.#days.clear();
      key = this.#date('k', { year: 'numeric', month: '2-digit', day: '2-digit' }, at);
      this.#days.set(quarter, key);
    }
    return key;
  }

  /** A calendar day of the mission, `16 Aug`; with its year when that is another than the one of `near`. */
  day(day: Day, near: Day = day): string {
    if (day.slice(0, 4) !== near.slice(0, 4))
      return this.#utc('Y', { day: 'numeric', month: 'short', year: 'numeric' }, Date.parse(`${day}T00:00:00Z`));
    return this.#utc('D', { day: 'numeric', month: 'short' }, Date.parse(`${day}T00:00:00Z`));
  }

  /** `August` */
  month(at: EpochMs): string {
    return this.#utc('M', { month: 'long' }, at);
  }

  /** `July 2023` */
  monthOfYear(at: EpochMs): string {
    return this.#utc('MY', { month: 'long', year: 'numeric' }, at);
  }

  #utc(key: string, options: Intl.DateTimeFormatOptions, at: EpochMs): string {
    return this.#date(key, { ...options, timeZone: 'UTC' }, at);
  }

  /** A length of time, rounded down: `38 s`, `12 min`, `4 h 12`, `17 d`. */
  span(ms: number): string {
    const unit = UNITS[this.language];
    const s = Math.max(0, Math.floor(ms / 1_000));
    if (s < 60) return `${s}${unit.s}`;
    const min = Math.floor(s / 60);
    if (min < 60) return `${min}${unit.min}`;
    const h = Math.floor(min / 60);
    if (h < 48)
      return min % 60 === 0 || h >= 24 ? `${h}${unit.h}` : `${h}${unit.h} ${String(min % 60).padStart(2, '0')}`;
    return `${Math.floor(h / 24)}${unit.d}`;
  }

  /** A length of time that is judged by hours: `52 h` up to a week, so that two days do not hide four hours. */
  hours(ms: number): string {
    const h = Math.floor(ms / 3_600_000);
    return h >= 24 && h < 168 ? `${h}${UNITS[this.language].h}` : this.span(ms);
  }

  minutes(min: number): string {
    return this.span(Math.abs(min) * MINUTE_MS);
  }

  /** Name of a country by its two letters. */
  country(code: string): string {
    this.#regions ??= new Intl.DisplayNames(this.#locale, { type: 'region' });
    return this.#regions.of(code) ?? code;
  }

  /** Place that a time zone is named after, `Africa/Bamako` → `Bamako`. */
  get zonePlace(): string {
    return this.timeZone.split('/').at(-1)!.replaceAll('_', ' ');
  }

  /** Whether mission time and UTC read the same at an instant. */
  isUtc(at: EpochMs): boolean {
    return this.time(at) === this.utcClock(at);
  }
}
