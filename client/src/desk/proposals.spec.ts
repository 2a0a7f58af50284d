import type { Session } from '@rearguard/shared';
import { flushSync, mount, unmount } from 'svelte';
import { anAlert } from '../testing/builders.js';
import { aDesk } from '../testing/desk.js';
import Stage from '../testing/Stage.svelte';
import ActForm from './ActForm.svelte';
import type { Desk } from './desk.svelte.js';
import ProposalList from './ProposalList.svelte';

const main = anAlert({
  id: 'A-1',
  proposals: [
    { alertId: 'A-2', why: 'same-place' },
    { alertId: 'A-3', why: 'same-place' },
  ],
});
// The second resembles it more, by its time.
const far = anAlert({ id: 'A-2', observedAt: '2023-08-13T12:50:00.000Z' });
const near = anAlert({ id: 'A-3', observedAt: '2023-08-13T13:09:00.000Z' });

const shown: Record<string, unknown>[] = [];
function show(part: unknown, desk: Desk, rest: Record<string, unknown>): void {
  shown.push(mount(Stage, { target: document.body, props: { part: part as never, room: desk.room, rest, desk } }));
  flushSync();
}
function list(role: Session['role']): Desk {
  const desk = aDesk([main, far, near], role);
  desk.select('A-1');
  show(ProposalList, desk, { alert: main });
  return desk;
}
const buttonsOf = (proposal: number): HTMLButtonElement[] => [
  ...document.querySelectorAll('[data-testid="proposal"]')[proposal]!.querySelectorAll('button'),
];
function chosenInForm(desk: Desk): string {
  show(ActForm, desk, { alert: desk.selected, action: desk.form, onClose: () => {} });
  return document.querySelector<HTMLSelectElement>('[name="other"]')!.value;
}

describe('a proposal to merge', () => {
  beforeAll(() => {
    // jsdom has none of these.
    Object.assign(HTMLDialogElement.prototype, { showModal: () => {}, close: () => {} });
  });
  afterEach(async () => {
    for (const one of shown.splice(0)) await unmount(one);
  });

  it.each([
    [0, 0, 'merge', 'A-2'],
    [1, 0, 'merge', 'A-3'],
    [0, 1, 'keep-apart', 'A-2'],
    [1, 1, 'keep-apart', 'A-3'],
  ])('number %d is answered by the button beside it (%d, %s)', (proposal, button, action, other) => {
    const desk = list('duty-officer');
    buttonsOf(proposal)[button]!.click();
    expect(desk.form).toBe(action);
    expect(chosenInForm(desk)).toBe(other);
  });

  it('is answered by the key for the first', () => {
    const desk = list('duty-officer');
    buttonsOf(1)[0]!.click();
    desk.form = null;
    desk.begin('merge');
    expect(chosenInForm(desk)).toBe('A-2');
  });

  it('is shown without buttons to who may not answer it', () => {
    list('watch-officer');
    expect(document.querySelectorAll('[data-testid="proposal"]')).toHaveLength(2);
    expect([...buttonsOf(0), ...buttonsOf(1)]).toEqual([]);
  });
});
