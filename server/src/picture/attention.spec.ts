import type { Alert } from '@rearguard/shared';
import { after, doing, MINUTE, raised, T0 } from '../testing/alerts.js';
import { passTime } from '../alerts/domain/pass-time.js';
import { attentionOf } from './attention.js';

describe('whom an alert calls', () => {
  const first = raised();
  const why = (before: Alert | null, now: Alert) => attentionOf(before, now)?.why ?? null;

  it('calls the duty officer when it is raised, and more with every level', () => {
    expect(attentionOf(null, first.alert)).toMatchObject({ why: 'raised', calls: ['duty-officer'], level: 0 });
    const climbed = passTime(first, T0 + 2 * MINUTE)!.record.alert;
    expect(attentionOf(first.alert, climbed)).toMatchObject({
      why: 'escalated',
      calls: ['duty-officer', 'watch-officer'],
    });
  });

  it('calls nobody when it is taken or gets a line in its history', () => {
    const taken = after(doing(first, 'duty-officer', 'acknowledge', {}));
    expect(why(first.alert, taken.alert)).toBeNull();
    expect(why(taken.alert, after(doing(taken, 'duty-officer', 'log', { text: 'called them' })).alert)).toBeNull();
    expect(why(first.alert, after(doing(first, 'duty-officer', 'log', { text: 'called them' })).alert)).toBeNull();
  });

  it('calls again when an act is taken back and when an assessment is overdue', () => {
    const taken = after(doing(first, 'duty-officer', 'acknowledge', {}));
    expect(why(taken.alert, after(doing(taken, 'duty-officer', 'undo', {})).alert)).toBe('reraised');
    expect(why(taken.alert, passTime(taken, T0 + 16 * MINUTE)!.record.alert)).toBe('overdue');
  });
});
