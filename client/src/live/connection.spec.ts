import { Connection, SILENCE_MS } from './connection.svelte.js';

const aConnection = () => {
  const clock = { ms: 1_000 };
  return { clock, connection: new Connection(() => clock.ms) };
};
const ROOM_AT = Date.parse('2023-08-13T13:12:07Z');

describe('Connection', () => {
  it('connects, lives by the heartbeat, and is cut at the last one when it stops', () => {
    const { clock, connection } = aConnection();
    expect(connection.link).toEqual({ state: 'connecting' });
    connection.heard(ROOM_AT);
    expect(connection.link).toEqual({ state: 'live' });
    clock.ms += SILENCE_MS - 1;
    expect(connection.check()).toBe(false);
    expect(connection.link).toEqual({ state: 'live' });
    clock.ms += 1;
    expect(connection.check()).toBe(true);
    expect(connection.link).toEqual({ state: 'cut', since: ROOM_AT });
  });

  it('asks for a new socket again and again while silence lasts, and keeps the first since', () => {
    const { clock, connection } = aConnection();
    connection.heard(ROOM_AT);
    clock.ms += SILENCE_MS;
    expect([connection.check(), connection.check()]).toEqual([true, false]);
    clock.ms += SILENCE_MS;
    expect(connection.check()).toBe(true);
    expect(connection.link).toEqual({ state: 'cut', since: ROOM_AT });
  });

  it('is cut at once when the socket says so, and live with the next heartbeat', () => {
    const { connection } = aConnection();
    connection.heard(ROOM_AT);
    connection.lost();
    expect(connection.link).toEqual({ state: 'cut', since: ROOM_AT });
    connection.heard(ROOM_AT + 30_000);
    expect(connection.link).toEqual({ state: 'live' });
  });

  it('says that there never was live data when the first heartbeat does not come', () => {
    const { clock, connection } = aConnection();
    connection.lost();
    expect(connection.link).toEqual({ state: 'connecting' });
    clock.ms += SILENCE_MS;
    connection.check();
    expect(connection.link).toEqual({ state: 'cut', since: null });
  });

  it('notices a dead link within ten seconds', () => {
    expect(SILENCE_MS).toBeLessThan(9_000);
  });
});
