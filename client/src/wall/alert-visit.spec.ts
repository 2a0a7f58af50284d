import { anAlert } from '../testing/builders.js';
import { alertStack } from './alert-stack.js';
import { AlertVisit } from './alert-visit.svelte.js';
import type { Room } from './room.svelte.js';

const critical = anAlert({ id: 'c', severity: 'critical', lat: 16.8, lon: -2.6 });

/** The part of a room that a visit looks at. */
function aRoom() {
  const room = {
    alertStack: alertStack([critical]),
    selectedId: null as string | null,
    event: null as Room['event'],
    asked: 0,
    placeOf: () => ({ lat: 16.8, lon: -2.6 }),
    focus: () => (room.asked += 1),
  };
  return room;
}

describe('the wall’s map', () => {
  let now = 0;
  const visiting = (room: ReturnType<typeof aRoom>) => {
    now = 0;
    return new AlertVisit(room as unknown as Room, () => now);
  };

  it('goes to a critical alert once, and back', () => {
    const room = aRoom();
    const visit = visiting(room);
    visit.look();
    expect(room.event).toEqual({ alertId: 'c', lat: 16.8, lon: -2.6 });
    now = 19_000;
    visit.look();
    expect(room.asked).toBe(1);
    now = 20_000;
    visit.look();
    expect([room.event, room.asked]).toEqual([null, 2]);
    now = 60_000;
    visit.look();
    expect(room.asked).toBe(2);
  });

  it('goes back at once when somebody has taken it', () => {
    const room = aRoom();
    const visit = visiting(room);
    visit.look();
    room.alertStack = alertStack([{ ...critical, state: 'acknowledged' }]);
    visit.look();
    expect([room.event, room.asked]).toEqual([null, 2]);
  });

  it('does not move under the hands of a person, and goes once they have left', () => {
    const room = aRoom();
    const visit = visiting(room);
    visit.touched();
    now = 29_000;
    visit.look();
    expect(room.asked).toBe(0);
    now = 30_000;
    visit.look();
    expect(room.asked).toBe(1);
    visit.touched();
    expect([room.event, room.asked]).toEqual([null, 1]);
  });
});
