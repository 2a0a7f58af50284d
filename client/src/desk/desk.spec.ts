import { jest } from '@jest/globals';
import { anAlert } from '../testing/builders.js';
import { aDesk, showAlerts } from '../testing/desk.js';

/** What the server answers to the next request, which is noted. */
function answer(status: number, body: unknown): jest.Mock<typeof fetch> {
  const fake = jest.fn<typeof fetch>(() =>
    Promise.resolve({
      ok: status < 400,
      status,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json' }),
      text: () => Promise.resolve(JSON.stringify(body)),
    } as Response),
  );
  globalThis.fetch = fake;
  return fake;
}

const first = anAlert({ id: 'first', dueAt: '2023-08-13T13:13:00.000Z' });
const second = anAlert({ id: 'second', dueAt: '2023-08-13T13:14:00.000Z' });

describe('the desk', () => {
  beforeAll(() => {
    // jsdom has none.
    Object.assign(AbortSignal, { timeout: () => new AbortController().signal });
  });

  it('sends the version that was seen, goes on to what is due next, and shows what the room said', async () => {
    const desk = aDesk([first, second]);
    expect(desk.selectedId).toBe('first');
    const fetched = answer(200, { ...first, state: 'acknowledged', version: 2 });
    await desk.act(first, 'acknowledge', {});
    expect(fetched.mock.calls[0]![0]).toBe('/api/alerts/first/acknowledge');
    expect(JSON.parse(fetched.mock.calls[0]![1]!.body as string)).toEqual({ version: 1 });
    expect(desk.selectedId).toBe('second');
    expect(desk.alerts.find(({ id }) => id === 'first')!.state).toBe('acknowledged');
  });

  it('stays where the person went while the act was on its way', async () => {
    const desk = aDesk([first, second]);
    answer(200, { ...first, state: 'acknowledged', version: 2 });
    const done = desk.act(first, 'acknowledge', {});
    desk.select('first');
    await done;
    expect(desk.selectedId).toBe('first');
  });

  it('names who was first when a race is lost, and shows their state', async () => {
    const desk = aDesk([first]);
    const current = {
      ...first,
      state: 'acknowledged',
      version: 2,
      holder: { personId: 'other', name: 'L. Diarra', role: 'watch-officer' },
    };
    answer(409, { code: 'version-conflict', message: 'too late', current });
    await desk.act(first, 'acknowledge', {});
    expect(desk.notice!.tone).toBe('refused');
    expect(desk.notice!.text).toContain('L. Diarra was first');
    expect(desk.selected!.state).toBe('acknowledged');
  });

  it('takes nothing as done when the server is away', async () => {
    const desk = aDesk([first]);
    globalThis.fetch = jest.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch')));
    const done = desk.act(first, 'acknowledge', {});
    expect(desk.inFlight.get('first')).toBe('acknowledge');
    expect(await done).toBe(false);
    expect(desk.inFlight.size).toBe(0);
    expect(desk.selected!.state).toBe('raised');
    expect(desk.notice!.text).toContain('the server does not answer');
  });

  it('says why an act is not possible, and what is, without asking the server', () => {
    const desk = aDesk([anAlert({ id: 'c', severity: 'critical', state: 'acknowledged' })], 'watch-officer');
    globalThis.fetch = jest.fn<typeof fetch>();
    desk.begin('shelve');
    expect(desk.notice!.text).toBe(
      'A critical alert is never shelved. Possible now: Assign · False report · Resolve · Log',
    );
    desk.begin('assess');
    expect(desk.notice!.text).toContain('Assess is not open to the watch officer in this state.');
    expect(globalThis.fetch).not.toHaveBeenCalled();
    expect(desk.form).toBeNull();
  });

  it('keeps the rows where they are while a key is down', () => {
    const desk = aDesk([second]);
    desk.hold();
    showAlerts(desk, [first, second]);
    expect(desk.rows.map(({ id }) => id)).toEqual(['head:soon', 'second']);
    desk.release();
    expect(desk.rows.map(({ id }) => id)).toEqual(['head:soon', 'first', 'second']);
    expect(desk.selectedId).toBe('second');
  });
});
