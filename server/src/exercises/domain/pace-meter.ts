const WINDOW_MS = 5_000;

/** How fast the exercise really goes: time of the exercise by real time, over the last seconds. */
export class PaceMeter {
  #spans: { realMs: number; playedMs: number }[] = [];

  note(realMs: number, playedMs: number): void {
    this.#spans.push({ realMs, playedMs });
    let sum = 0;
    const first = this.#spans.findLastIndex((span) => (sum += span.realMs) > WINDOW_MS);
    if (first > 0) this.#spans = this.#spans.slice(first);
  }

  clear(): void {
    this.#spans = [];
  }

  /** Times real time; 0 before anything was played. */
  get speed(): number {
    const real = this.#spans.reduce((sum, span) => sum + span.realMs, 0);
    const played = this.#spans.reduce((sum, span) => sum + span.playedMs, 0);
    return real > 0 ? Math.round((played / real) * 10) / 10 : 0;
  }
}
