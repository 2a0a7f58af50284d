import { jest } from '@jest/globals';
import type { Session, Theatre } from '@rearguard/shared';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { I18n } from '../i18n/i18n.svelte.js';
import { aClock, aConvoy, aPicture, aSite, aUnit, anExercise } from '../testing/builders.js';
import Stage from '../testing/Stage.svelte';
import AttentionList from './AttentionList.svelte';
import ConnectionBar from './ConnectionBar.svelte';
import ConvoyBoard from './ConvoyBoard.svelte';
import ExerciseStrip from './ExerciseStrip.svelte';
import FeedBar from './FeedBar.svelte';
import { Room } from './room.svelte.js';
import WallHead from './WallHead.svelte';

const AT = '2023-08-13T13:12:07.000Z';
const THEATRE: Theatre = {
  id: 'mali-2023',
  name: { en: 'Mali', fr: 'Mali', zh: '马里' },
  mission: { name: 'MINUSMA', start: '2023-07-01', deadline: '2023-12-31', timeZone: 'Africa/Bamako', source: '' },
  phases: [],
  places: [
    { id: 'timbuktu', name: { en: 'Timbuktu', fr: 'Tombouctou', zh: '通布图' }, country: 'ML', lat: 16.77, lon: -3 },
  ],
};
const aSession = (role: Session['role']): Session => ({
  person: { id: '1', name: 'N' },
  role,
  expiresAt: AT,
  room: { exercise: 'mali-2023', missionTimeZone: 'UTC', mapboxAccessToken: null, ownBaseMap: false },
});

const aRoom = (role: Session['role'] = 'watch-officer'): Room => {
  const room = new Room(aSession(role), THEATRE, [], new I18n(null));
  room.live.picture.load(
    aPicture({
      clock: aClock({ mode: 'exercise', at: AT, exercise: anExercise() }),
      convoys: {
        'BER-01': aConvoy({ lastReportAt: AT }),
        'MNK-01': aConvoy({ id: 'MNK-01', lastReportAt: '2023-08-13T11:34:00.000Z', headUnitId: null, stale: true }),
      },
      sites: { ber: aSite() },
      units: { 'BER-01-H': aUnit() },
    }),
  );
  return room;
};

let shown: Record<string, unknown> | null = null;
const show = (part: Component, room: Room, rest: Record<string, unknown> = {}): void => {
  shown = mount(Stage, { target: document.body, props: { part, room, rest } });
  flushSync();
};
const byTestId = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);
const button = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name);

describe('the wall', () => {
  beforeAll(() => (Element.prototype.scrollIntoView = () => {}));
  afterEach(async () => {
    if (shown !== null) await unmount(shown);
    shown = null;
  });

  it('says since when it is cut off, in the language that was chosen', () => {
    const room = aRoom();
    show(ConnectionBar as Component, room);
    expect(byTestId('connection-bar')).toBeNull();
    room.live.connection.heard(Date.parse(AT));
    room.live.connection.lost();
    flushSync();
    expect(byTestId('connection-bar')!.textContent).toContain('No live data since 13:12:07');
    room.i18n.choose('zh');
    flushSync();
    expect(byTestId('connection-bar')!.textContent).toContain('自 13:12:07 起无实时数据');
  });

  it('does not show a forecast for a convoy that is silent', () => {
    const room = aRoom();
    show(ConvoyBoard as Component, room);
    const row = (id: string) => document.querySelector(`[data-convoy-id="${id}"]`)!.textContent;
    expect(row('BER-01')).toContain('ETA 17:00');
    expect(row('MNK-01')).toContain('ETA unknown');
    expect(row('MNK-01')).not.toContain('ETA 17:00');
    expect(row('BER-01')).toContain('Ber–Timbuktu');
  });

  it('selects a convoy by its row, and the next one by step', () => {
    const room = aRoom();
    show(ConvoyBoard as Component, room);
    button('MNK-01')!.click();
    flushSync();
    expect(room.selectedId).toBe('MNK-01');
    room.step(1);
    flushSync();
    expect(button('BER-01')!.getAttribute('aria-pressed')).toBe('true');
  });

  it('lists the convoy in trouble first and says how many rows do not fit', () => {
    const room = aRoom();
    const box = jest.spyOn(Element.prototype, 'getBoundingClientRect');
    // The list ends after its first row.
    box.mockImplementation(function (this: Element) {
      const at = this instanceof HTMLTableRowElement ? this.sectionRowIndex * 20 : 0;
      return new DOMRect(0, at, 100, 20);
    });
    show(ConvoyBoard as Component, room);
    flushSync();
    expect([...document.querySelectorAll('tbody tr')].map((row) => row.getAttribute('data-convoy-id'))).toEqual([
      'MNK-01',
      'BER-01',
    ]);
    expect(byTestId('convoys-more')!.textContent).toBe('+ 1 more');
    box.mockRestore();
  });

  it('signs out, and says so when the server did not', async () => {
    let answer: () => Promise<void> = () => Promise.reject(new Error('no answer'));
    const onSignOut = jest.fn(() => answer());
    const footer: unknown = FeedBar;
    show(footer as Component, aRoom(), { onSignOut, onKeys: () => {} });
    button('Sign out')!.click();
    await Promise.resolve();
    await Promise.resolve();
    flushSync();
    expect(document.querySelector('[role="alert"]')!.textContent).toContain('no answer');
    answer = () => Promise.resolve();
    button('Sign out')!.click();
    flushSync();
    expect(onSignOut).toHaveBeenCalledTimes(2);
    expect(document.querySelector('[role="alert"]')).toBeNull();
  });

  it('names what needs somebody and what to do next', () => {
    show(AttentionList as Component, aRoom());
    const list = byTestId('attention')!.textContent;
    expect(list).toContain('MNK-01 silent, last position 11:34');
    expect(list).toContain('Call by radio');
  });

  it('shows the mission’s day and what is wrong in its head', () => {
    show(WallHead as Component, aRoom());
    expect(byTestId('mission-day')!.textContent).toContain('Day 44');
    expect(byTestId('mission-day')!.textContent).toContain('140 days left');
    expect(byTestId('verdict-wrong')!.textContent).toContain('MNK-01 silent');
  });

  it.each([
    ['watch-officer', true],
    ['wall', false],
  ] as const)('lets a %s control the exercise: %s', (role, controls) => {
    show(ExerciseStrip as Component, aRoom(role));
    expect(byTestId('exercise')!.textContent).toContain('EXERCISE');
    expect(button('Pause') !== undefined).toBe(controls);
  });

  it('says whole what holds an exercise back: the note gives way to it', () => {
    const room = aRoom();
    show(ExerciseStrip as Component, room);
    // What is seen, by the styles; how wide it is, no test without a browser knows.
    const seen = (): string[] =>
      ['long', 'short'].filter((one) => getComputedStyle(document.querySelector(`.${one}`)!).display !== 'none');
    expect(seen()).toEqual(['long']);
    room.live.picture.load(
      aPicture({ clock: aClock({ mode: 'exercise', at: AT, exercise: anExercise({ speed: 60, heldBack: true }) }) }),
    );
    flushSync();
    expect(byTestId('exercise-pace')!.textContent).toBe('speed × 1 of 60: a critical alert waits');
    expect(seen()).toEqual(['short']);
    expect(getComputedStyle(byTestId('exercise-pace')!.parentElement!).flexShrink).toBe('0');
    expect(getComputedStyle(byTestId('exercise-note')!).textOverflow).toBe('ellipsis');
  });
});
