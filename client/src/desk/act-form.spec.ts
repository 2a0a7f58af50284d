import { jest } from '@jest/globals';
import type { Alert } from '@rearguard/shared';
import { flushSync, mount, tick, unmount } from 'svelte';
import { anAlert } from '../testing/builders.js';
import { aDesk, showAlerts } from '../testing/desk.js';
import Stage from '../testing/Stage.svelte';
import ActForm from './ActForm.svelte';
import type { Desk } from './desk.svelte.js';

const seen = anAlert({ id: 'A-7', severity: 'high', version: 1 });
const OTHER = { personId: 'other', name: 'L. Diarra', role: 'duty-officer' } as const;

let shown: Record<string, unknown> | null = null;
/** The form of a false report on the alert, as the page shows it. */
function openForm(alert: Alert): { desk: Desk; becomes: (now: Alert) => void } {
  const desk = aDesk([alert], 'watch-officer');
  const becomes = (now: Alert): void => {
    showAlerts(desk, [now]);
    flushSync();
  };
  desk.begin('false-report');
  const rest = {
    action: desk.form,
    onClose: () => {},
    get alert() {
      return desk.selected;
    },
  };
  shown = mount(Stage, { target: document.body, props: { part: ActForm as never, room: desk.room, rest, desk } });
  flushSync();
  field().value = 'A tyre burst';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  return { desk, becomes };
}

const field = (): HTMLInputElement => document.querySelector('[name="reason"]')!;
const changed = (): HTMLElement | null => document.querySelector('[data-testid="changed"]');
const sendIt = (): void => {
  document.querySelector('form')!.requestSubmit();
  flushSync();
};

/** What the server answers to everything; the bodies it was sent. */
function answer(status: number, body: unknown): Record<string, unknown>[] {
  const sent: Record<string, unknown>[] = [];
  globalThis.fetch = jest.fn<typeof fetch>((_url, init) => {
    sent.push(JSON.parse(init!.body as string) as Record<string, unknown>);
    return Promise.resolve({
      ok: status < 400,
      status,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json' }),
      text: () => Promise.resolve(JSON.stringify(body)),
    } as Response);
  });
  return sent;
}

/** Until the answer was worked in. */
async function answered(desk: Desk): Promise<void> {
  while (desk.inFlight.size > 0) await tick();
  flushSync();
}

describe('the form of an act', () => {
  beforeAll(() => {
    // jsdom has none of these.
    Object.assign(AbortSignal, { timeout: () => new AbortController().signal });
    Object.assign(HTMLDialogElement.prototype, { showModal: () => {}, close: () => {} });
  });
  afterEach(async () => {
    if (shown !== null) await unmount(shown);
    shown = null;
  });

  it('says at once that the alert worsened, sends nothing of itself, and goes on with a second act', async () => {
    const { desk, becomes } = openForm(seen);
    const worse = { ...seen, severity: 'critical', version: 2 } as const;
    const sent = answer(200, { ...worse, state: 'false_report', version: 3 });
    expect(changed()).toBeNull();
    becomes(worse);
    expect(changed()!.textContent).toContain('Severity: high → critical');
    sendIt();
    expect(sent).toEqual([]);

    changed()!.querySelector('button')!.click();
    flushSync();
    expect(changed()).toBeNull();
    expect(field().value).toBe('A tyre burst');
    sendIt();
    await answered(desk);
    expect(sent).toEqual([{ version: 2, reason: 'A tyre burst' }]);
    expect(desk.form).toBeNull();
  });

  it('sends the version that was seen; when another was faster it stays open and says what changed', async () => {
    const { desk } = openForm(seen);
    const current = { ...seen, severity: 'critical', holder: OTHER, state: 'acknowledged', version: 4 };
    const sent = answer(409, { code: 'version-conflict', message: 'too late', current });
    sendIt();
    await answered(desk);
    expect(sent).toEqual([{ version: 1, reason: 'A tyre burst' }]);
    expect(desk.form).toBe('false-report');
    expect(field().value).toBe('A tyre burst');
    expect([...changed()!.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
      'Severity: high → critical',
      'State: raised → acknowledged',
      'with L. Diarra',
    ]);
    expect(document.querySelector('.refusal')!.textContent).toContain('L. Diarra was first');
  });

  it('offers no going on with what is not possible any more', () => {
    const { becomes } = openForm(seen);
    becomes({ ...seen, state: 'resolved', version: 2 });
    expect(changed()!.querySelector('button')).toBeNull();
    expect(changed()!.textContent).toContain('False report is not possible: the alert is resolved.');
  });

  it('counts a further report as a change', () => {
    const { becomes } = openForm(seen);
    becomes({ ...seen, version: 2 });
    expect(changed()!.textContent).toContain('Something was added to it');
  });
});
