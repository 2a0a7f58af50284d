import fc from 'fast-check';
import { BY_ITSELF } from '../../alerts/domain/alert-record.js';
import { hearMore } from '../../alerts/domain/worsen.js';
import { MINUTE, raised, T0 } from '../../testing/alerts.js';
import { MOST_TRIES, nextTryAt } from './back-off.js';
import { mailOf } from './mail-text.js';
import { mayLeave } from './may-leave.js';
import { noticeOf } from './notice-body.js';

const LIVE = { exercise: false, publicUrl: 'https://joc.example.org' };
const at = new Date(T0).toISOString();
const body = (over: Parameters<typeof raised>[0] = {}, sender = LIVE) => ({
  id: 'msg_1',
  ...noticeOf(raised({ place: 'Ber road', ...over }).alert, { action: 'raise', at }, sender)!,
});

describe('a notice', () => {
  it('tells of what was raised as critical and of each escalation, and of nothing else', () => {
    const { alert } = raised();
    const high = raised({ severity: 'high' }).alert;
    const told = (one: typeof alert, action: Parameters<typeof noticeOf>[1]['action']) =>
      noticeOf(one, { action, at }, LIVE)?.type ?? null;
    expect([told(alert, 'raise'), told(alert, 'reraise'), told(alert, 'escalate')]).toEqual([
      'alert.raised',
      'alert.raised',
      'alert.escalated',
    ]);
    expect([told(high, 'raise'), told(high, 'reraise'), told(high, 'escalate')]).toEqual([
      null,
      null,
      'alert.escalated',
    ]);
    for (const action of ['report', 'propose', 'ease', 'log', 'acknowledge', 'undo'] as const) {
      expect(told(alert, action)).toBeNull();
    }
  });

  it('tells of one that became critical by any step, once, and not of what was only taken back', () => {
    const step = (action: Parameters<typeof noticeOf>[1]['action'], was: 'high' | 'critical', one = raised().alert) =>
      noticeOf(one, { action, at, was }, LIVE)?.type ?? null;
    expect([step('report', 'high'), step('merge', 'high'), step('assess', 'high')]).toEqual(
      Array.from({ length: 3 }, () => 'alert.raised'),
    );
    expect([step('report', 'critical'), step('undo', 'high')]).toEqual([null, null]);
    expect(step('report', 'high', raised({ severity: 'high' }).alert)).toBeNull();
    const heard = hearMore(
      raised({ severity: 'high' }),
      {
        severity: 'critical',
        casualtiesRose: false,
        text: 'more',
        methane: null,
        observedAt: T0,
        source: 'sector',
        messageId: null,
        who: BY_ITSELF,
      },
      T0 + MINUTE,
    );
    expect([heard.entry.action, heard.was]).toEqual(['report', 'high']);
  });

  it('takes no word of a source with it, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: fc.constantFrom(...'ÀÉÎÕÜ') }), (name) => {
        const notice = body({ text: `Sgt ${name} is wounded`, source: name, facts: { patient: name } });
        const mail = mailOf(notice);
        expect(JSON.stringify([notice, mail])).not.toContain(name);
      }),
    );
  });

  it('says who is called, where, when, until when, and where to take it', () => {
    const { alert } = raised({ place: 'Ber road' });
    const climbed = { ...alert, level: 2, dueAt: new Date(T0 + 2 * MINUTE).toISOString() };
    const mail = mailOf({ id: 'msg_1', ...noticeOf(climbed, { action: 'escalate', at }, LIVE)! });
    expect(mail.subject).toBe('CRITICAL escalated to chief JOC: Convoy attack, convoy BER-01');
    for (const line of [
      'Level:          2 of 3 (chief JOC)',
      'Calls:          duty officer, watch officer, chief JOC',
      'Place:          Ber road · 16.8300, -2.5300',
      'Happened:       2023-08-13 09:00:00 UTC',
      'To be taken by: 2023-08-13 09:02:00 UTC',
      'Take it at the desk: https://joc.example.org/desk',
    ]) {
      expect(mail.text.split('\n')).toContain(line);
    }
  });

  it('of an exercise says so before all else', () => {
    const mail = mailOf(body({}, { ...LIVE, exercise: true }));
    expect(mail.subject).toMatch(/^EXERCISE /);
    expect(mail.text).toMatch(/^EXERCISE\. Nothing of this has happened\.\n/);
  });

  it('gives a place no line of its own', () => {
    const mail = mailOf(body({ place: 'Ber\r\nBcc: all@example.org' }));
    expect(mail.text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
  });
});

describe('the tries', () => {
  it('come ever later, end, and take no more than three hours in all', () => {
    let now = T0;
    const waits: number[] = [];
    for (let tries = 1; ; tries += 1) {
      const next = nextTryAt(tries, now);
      if (next === null) break;
      waits.push(next - now);
      now = next;
    }
    expect(waits).toHaveLength(MOST_TRIES - 1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(now - T0).toBeLessThan(180 * MINUTE);
  });
});

describe('news of an exercise', () => {
  it.each([
    ['127.0.0.1', true, false, true],
    ['localhost', true, false, true],
    ['::1', true, false, true],
    ['mail.example.org', true, false, false],
    ['127.0.0.1.example.org', true, false, false],
    ['mail.example.org', true, true, true],
    ['mail.example.org', false, false, true],
  ])('to %s (exercise %s, let out %s) leaves: %s', (host, exercise, letOut, leaves) => {
    expect(mayLeave(host, exercise, letOut)).toBe(leaves);
  });
});
