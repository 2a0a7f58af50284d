import type { Change, Page, Picture } from '@rearguard/shared';
import type { Topology } from './topology.js';

const ANSWER_WITHIN_MS = 5_000;
const AT_ONCE = 5_000;

/** Asks a room what it knows, as any program may. */
export class RoomReader {
  constructor(private readonly room: Topology) {}

  picture(door: string): Promise<Picture> {
    return this.#get<Picture>('/api/picture', door);
  }

  /** A page of the change log. */
  changes(after: number): Promise<Page<Change>> {
    return this.#get<Page<Change>>(`/api/changes?after=${after}&limit=${AT_ONCE}`, this.room.doors[0]!);
  }

  /** Number of the newest change, asked of the database. */
  async head(): Promise<number> {
    const [row] = await this.room.query<{ last: string }>('SELECT last::text FROM change_counter');
    return Number(row!.last);
  }

  /** Whether every process says that it is ready. */
  async ready(): Promise<boolean> {
    const answers = this.room.processes.map(async ({ url }) => {
      const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      await answer.arrayBuffer();
      return answer.status === 200;
    });
    return (await Promise.all(answers)).every(Boolean);
  }

  async #get<Answer>(path: string, door: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.room.readToken}` };
    const answer = await fetch(`${door}${path}`, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }
}
