import { type ChangeRun, FrameDecoder, type Picture, PROTOCOL_VERSION, type TrackUpdate } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { eventually, openRoom, type TestRoom, type TestSocket } from '../testing/room.js';

let room: TestRoom;
let cookie: string;
beforeAll(async () => {
  room = await openRoom();
  cookie = await room.signIn();
});
afterAll(() => room.close());

const aReport = (unitId: string, over: object = {}) => ({
  unitId,
  lat: 16.8,
  lon: -3,
  observedAt: Date.now(),
  ...over,
});

/** A client that notes what it is told. */
class Client {
  snapshot: Picture | null = null;
  runs: ChangeRun[] = [];
  tracks = new Map<number, TrackUpdate>();
  readonly #decoder = new FrameDecoder();

  constructor(readonly socket: TestSocket) {
    socket.on('picture:snapshot', (picture) => (this.snapshot = picture));
    socket.on('picture:changes', (run) => this.runs.push(run));
    socket.on('tracks:frame', (frame) =>
      this.#decoder.read(new Uint8Array(frame), (update) => this.tracks.set(update.no, update)),
    );
  }

  get seqs(): number[] {
    return this.runs.flatMap((run) => run.changes.map(({ seq }) => seq));
  }

  watch(after?: number) {
    return this.socket.emitWithAck('picture:watch', {
      protocol: PROTOCOL_VERSION,
      ...(after === undefined ? {} : { after }),
    });
  }
}

describe('the live picture', () => {
  it('refuses a client without a session in the handshake', async () => {
    const socket = room.connect('');
    const refused = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    expect(refused.message).toBe('not-signed-in');
    expect(socket.connected).toBe(false);
  });

  it('answers a command that it does not understand with a value', async () => {
    const socket = room.connect(cookie);
    const ask = (watch: unknown) => socket.emitWithAck('picture:watch', watch as never);
    expect(await ask({ protocol: 2 })).toEqual({ ok: false, reason: 'wrong-protocol' });
    expect(await ask({ protocol: 1, after: -1 })).toEqual({ ok: false, reason: 'bad-payload' });
    expect(await ask(null)).toEqual({ ok: false, reason: 'bad-payload' });
  });

  it('gives a snapshot, then every change in order and the place of each unit', async () => {
    const client = new Client(room.connect(cookie));
    const reply = await client.watch();
    expect(reply).toMatchObject({ ok: true });
    await eventually(() => client.snapshot !== null, 'a snapshot');
    expect(Object.keys(client.snapshot!.sites)).toHaveLength(13);
    for (let i = 0; i < 5; i++) await room.send([aReport('L-1', { lat: 16 + i / 100, observedAt: Date.now() + i })]);
    await eventually(
      () => [...client.tracks.values()].some((one) => Math.abs(one.lat - 16.04) < 1e-5),
      'the last place',
    );
    const first = client.snapshot!.seq + 1;
    expect(client.seqs).toEqual(client.seqs.map((_, index) => first + index));
  });

  it('resumes from any number after a cut, contiguous and once', async () => {
    const client = new Client(room.connect(cookie));
    await client.watch();
    await eventually(() => client.snapshot !== null, 'a snapshot');
    const left = client.snapshot!.seq;
    client.socket.disconnect();
    await room.send([aReport('L-2', { callsign: 'one' })]);
    await room.send([aReport('L-2', { callsign: 'two', observedAt: Date.now() + 5 })]);
    const again = new Client(room.connect(cookie));
    await again.watch(left);
    await eventually(async () => again.seqs.at(-1) === (await room.get<Picture>('/api/picture', cookie)).seq, 'all');
    expect(again.snapshot).toBeNull();
    expect(again.seqs).toEqual(again.seqs.map((_, index) => left + 1 + index));
    expect(again.runs[0]!.from).toBe(left + 1);
    for (let i = 1; i < again.runs.length; i++) expect(again.runs[i]!.from).toBe(again.runs[i - 1]!.to + 1);
    await eventually(() => again.tracks.size >= 2, 'a keyframe with every unit');
  });

  it('resumes after the server was ended and started again', async () => {
    const { seq } = await room.get<Picture>('/api/picture', cookie);
    await room.send([aReport('L-3')]);
    await room.restart();
    const client = new Client(room.connect(cookie));
    await client.watch(seq);
    await eventually(() => client.runs.some((run) => run.changes.some(({ id }) => id === 'L-3')), 'the new unit');
    expect(client.seqs[0]).toBe(seq + 1);
  });

  it('goes on with a client that another process told more than this one has read yet', async () => {
    // Nobody says that it was committed: this process finds it within a second.
    const [row]: [{ seq: string }] = await room.app.get(DataSource).query(
      `WITH counter AS (UPDATE change_counter SET last = last + 1 RETURNING last)
       INSERT INTO change (seq, kind, id, version, at, observed_at, op, body)
       SELECT last, 'convoy', 'GONE', 1, now(), now(), 'remove', '{}' FROM counter RETURNING seq`,
    );
    const client = new Client(room.connect(cookie));
    await client.watch(Number(row.seq));
    await room.send([aReport('L-9')]);
    await eventually(() => client.runs.some((run) => run.changes.some(({ id }) => id === 'L-9')), 'the new unit');
    expect([client.snapshot, client.runs[0]!.from]).toEqual([null, Number(row.seq) + 1]);
  });

  it('gives the whole picture to a client whose number is of another time', async () => {
    const client = new Client(room.connect(cookie));
    await client.watch(1_000_000);
    await eventually(() => client.snapshot !== null, 'a snapshot');
    expect(client.runs).toEqual([]);
  });

  it('tells the clock and the health of the feeds', async () => {
    const client = new Client(room.connect(cookie));
    const clock = new Promise((resolve) => client.socket.once('clock', resolve));
    const health = new Promise((resolve) => client.socket.once('feeds:health', resolve));
    await client.watch();
    expect(await clock).toMatchObject({ mode: 'live', exercise: null });
    expect(await health).toContainEqual(expect.objectContaining({ feed: 'medevac', state: 'off' }));
  });

  it('ends with the session', async () => {
    const mine = await room.signIn('duty-officer');
    const client = new Client(room.connect(mine));
    await client.watch();
    const ended = new Promise((resolve) => client.socket.once('disconnect', resolve));
    const answer = await fetch(`${room.url}/api/sessions/current`, {
      method: 'DELETE',
      headers: { cookie: mine, origin: room.url },
    });
    expect(answer.status).toBe(204);
    await ended;
  });
});
