import { anAlert } from '../testing/builders.js';
import { byDue, found, queueOf, sectionOf } from './queue.js';

const NOW = Date.parse('2023-08-13T13:12:00.000Z');
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe('the queue', () => {
  const critical = anAlert({ id: 'critical', severity: 'critical', dueAt: at(2) });
  const takenCritical = anAlert({ id: 'taken', severity: 'critical', state: 'acknowledged', dueAt: at(12) });
  const overdue = anAlert({ id: 'overdue', severity: 'medium', state: 'acknowledged', dueAt: at(-3) });
  const soon = anAlert({ id: 'soon', dueAt: at(4) });
  const later = anAlert({ id: 'later', severity: 'medium', dueAt: at(90) });
  const unlimited = anAlert({ id: 'unlimited', state: 'assessed', dueAt: null });
  const shelved = anAlert({ id: 'shelved', state: 'shelved', dueAt: at(1) });
  const closed = anAlert({ id: 'closed', state: 'resolved', dueAt: null });
  const all = [closed, shelved, unlimited, later, soon, overdue, takenCritical, critical].map((alert) => ({
    ...alert,
    raisedAt: at(-60),
  }));

  it('has what is critical and not taken first, then what is due next, what is set aside last, what is over not at all', () => {
    expect(ids(queueOf(all, NOW, new Set()).rows)).toEqual([
      'head:now',
      'critical',
      'overdue',
      'head:soon',
      'soon',
      'head:hour',
      'taken',
      'head:later',
      'later',
      'head:unlimited',
      'unlimited',
      'head:shelved',
      'shelved',
    ]);
  });

  it('moves a row to another part when its time comes, without changing the order', () => {
    expect(sectionOf(later, NOW)).toBe('later');
    expect(sectionOf(later, NOW + 40 * 60_000)).toBe('hour');
    expect(sectionOf(later, NOW + 91 * 60_000)).toBe('now');
    expect([later, soon].sort(byDue)).toEqual([soon, later]);
  });

  it('shows a flood by kind, critical ones alone, and each of a group that was opened', () => {
    const flood = Array.from({ length: 12 }, (_, i) =>
      anAlert({ id: `clash-${String(i).padStart(2, '0')}`, raisedAt: at(-1), dueAt: at(4 + i) }),
    );
    const worst = anAlert({ id: 'worst', severity: 'critical', raisedAt: at(-1), dueAt: at(2) });
    const closedUp = queueOf([...flood, worst], NOW, new Set());
    expect(closedUp).toMatchObject({ flood: true, open: 13 });
    expect(ids(closedUp.rows)).toEqual(['head:now', 'worst', 'head:soon', 'group:clash']);
    const opened = queueOf([...flood, worst], NOW, new Set(['clash']));
    expect(ids(opened.rows).slice(3, 6)).toEqual(['group:clash', 'clash-00', 'clash-01']);
    expect(opened.rows).toHaveLength(16);
  });

  it('finds by every word, also what is closed', () => {
    const rows = found(all, NOW, 'SHOTS closed', (alert) => `${alert.text} ${alert.id}`);
    expect(ids(rows)).toEqual(['head:closed', 'closed']);
  });
});
