import type { ChangeRun, Picture } from '@rearguard/shared';
import type { Page } from 'playwright-core';

const EVENT = /^\d+\/picture,(?:\d+)?(\[.*)$/s;

/** What the server told a page over its sockets, read from the frames on the wire. */
export class ToldChanges {
  readonly snapshots: Picture[] = [];
  readonly runs: ChangeRun[] = [];
  sockets = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.sockets += 1;
      socket.on('framereceived', ({ payload }) => {
        if (typeof payload === 'string') this.#note(payload);
      });
    });
  }

  get seqs(): number[] {
    return this.runs.flatMap((run) => run.changes.map(({ seq }) => seq));
  }

  #note(text: string): void {
    const found = EVENT.exec(text);
    if (!found) return;
    const [event, body] = JSON.parse(found[1]!) as [string, unknown];
    if (event === 'picture:snapshot') this.snapshots.push(body as Picture);
    if (event === 'picture:changes') this.runs.push(body as ChangeRun);
  }
}
