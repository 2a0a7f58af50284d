/** What a board reads and shows: it is read anew after each act, and an act that is refused says why. */
export class Loaded<Value> {
  value = $state.raw<Value | null>(null);
  /** Reading failed. */
  away = $state(false);
  /** An act runs. */
  busy = $state(false);
  /** Why the last act was not done. */
  fault = $state.raw<unknown>(null);

  constructor(private readonly read: () => Promise<Value>) {
    void this.load();
  }

  async load(): Promise<void> {
    try {
      this.value = await this.read();
      this.away = false;
    } catch {
      this.away = true;
    }
  }

  /** Does something and reads anew, whether it was done or refused. @returns what came of it; null when it was refused */
  async act<Outcome>(what: () => Promise<Outcome>): Promise<Outcome | null> {
    this.busy = true;
    this.fault = null;
    try {
      return await what();
    } catch (cause) {
      this.fault = cause;
      return null;
    } finally {
      await this.load();
      this.busy = false;
    }
  }
}
