import { jest } from '@jest/globals';
import type { PictureEvents, Reply, RoomClock, Watch } from '@rearguard/shared';
import { LiveRoom, type RoomSocket } from './live-room.svelte.js';
import { aChange, aClock, aPicture } from '../testing/builders.js';

type Answer = (late: Error | null, reply: Reply<{ seq: number; clock: RoomClock }>) => void;

/** A socket without a server: the test says what arrives. */
class FakeSocket {
  connected = false;
  asked: { watch: Watch; answer: Answer }[] = [];
  reopened = 0;
  #listeners = new Map<string, (payload?: unknown) => void>();

  on(event: string, listener: (payload?: unknown) => void): this {
    this.#listeners.set(event, listener);
    return this;
  }
  timeout(): this {
    return this;
  }
  emit(_event: string, watch: Watch, answer: Answer): void {
    this.asked.push({ watch: { ...watch }, answer });
  }
  arrive<E extends keyof PictureEvents>(event: E, payload: Parameters<PictureEvents[E]>[0]): void {
    this.#listeners.get(event)?.(payload);
  }
  connect(): this {
    this.connected = true;
    this.reopened += 1;
    this.#listeners.get('connect')?.();
    return this;
  }
  disconnect(): this {
    this.connected = false;
    this.#listeners.get('disconnect')?.();
    return this;
  }
  removeAllListeners(): void {
    this.#listeners.clear();
  }
}

const anOpenRoom = () => {
  const socket = new FakeSocket();
  const room = new LiveRoom(() => Date.now());
  const close = room.open(socket as unknown as RoomSocket);
  socket.connect();
  return { socket, room, close };
};
const yes = (seq: number) => ({ ok: true as const, value: { seq, clock: aClock() } });

describe('LiveRoom', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks for everything first, and after a cut only for what came since', () => {
    const { socket, room, close } = anOpenRoom();
    expect(socket.asked.map(({ watch }) => watch)).toEqual([{ protocol: 1 }]);
    socket.asked[0]!.answer(null, yes(7));
    socket.arrive('picture:snapshot', aPicture({ seq: 7 }));
    socket.disconnect();
    socket.connect();
    expect(socket.asked.at(-1)!.watch).toEqual({ protocol: 1, after: 7 });
    expect(room.picture.seq).toBe(7);
    close();
  });

  it('asks again, once, when changes are missing', () => {
    const { socket, room, close } = anOpenRoom();
    socket.asked[0]!.answer(null, yes(7));
    socket.arrive('picture:snapshot', aPicture({ seq: 7 }));
    socket.arrive('picture:changes', { from: 9, to: 9, changes: [aChange({ seq: 9 })] });
    socket.arrive('picture:changes', { from: 10, to: 10, changes: [aChange({ seq: 10 })] });
    expect(socket.asked.slice(1).map(({ watch }) => watch)).toEqual([{ protocol: 1, after: 7 }]);
    socket.asked[1]!.answer(null, yes(10));
    const changes = [8, 9, 10].map((seq) => aChange({ seq }));
    socket.arrive('picture:changes', { from: 8, to: 10, changes });
    expect(room.picture.seq).toBe(10);
    close();
  });

  it('says since when it is cut, opens a new socket, and is live again with the heartbeat', () => {
    const { socket, room, close } = anOpenRoom();
    socket.asked[0]!.answer(null, yes(0));
    socket.arrive('clock', aClock());
    expect(room.connection.link.state).toBe('live');
    jest.advanceTimersByTime(6_000);
    expect(room.connection.link).toEqual({ state: 'cut', since: Date.parse(aClock().at) });
    expect(socket.reopened).toBe(2);
    // The room's time went on meanwhile.
    expect(room.time.now).toBeGreaterThan(Date.parse(aClock().at) + 5_000);
    socket.arrive('clock', aClock({ at: '2023-08-13T13:12:06.000Z' }));
    expect(room.connection.link.state).toBe('live');
    close();
  });

  it('tries again when the room is not ready, and gives up when it speaks another protocol', () => {
    const { socket, room, close } = anOpenRoom();
    socket.asked[0]!.answer(null, { ok: false, reason: 'not-ready' });
    jest.advanceTimersByTime(1_000);
    expect(socket.asked).toHaveLength(2);
    socket.asked[1]!.answer(null, { ok: false, reason: 'wrong-protocol' });
    expect(room.refused).toBe('wrong-protocol');
    close();
  });
});
