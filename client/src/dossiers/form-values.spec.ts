import { type DossierKind, LIFE_CYCLES, type LifeCycle } from '@rearguard/shared';
import { fieldsOf } from './fields.js';
import { bodyOf, differences, draftsOf, missingOf, wrongTimesOf } from './form-values.js';
import { readUtcField } from './utc-field.js';

const NOW = Date.parse('2023-08-13T13:12:00Z');
const every = (kind: DossierKind, act: Parameters<typeof fieldsOf>[1]) => {
  const { first, more } = fieldsOf(kind, act);
  return [...first, ...more];
};

describe('a form', () => {
  it('sends what was filled in and nothing else', () => {
    const fields = every('flight-request', { name: 'enter' });
    const drafts = draftsOf(fields, {});
    expect(missingOf(fields, drafts)).toEqual(['purpose']);
    expect(bodyOf(fields, drafts, null, NOW)).toEqual({});
    Object.assign(drafts, {
      purpose: 'medevac',
      legs: [{ from: 'gao', to: 'kidal', decision: 'asked', reason: '' }],
      wanted: { from: '14:00', to: '2023-08-14 0130' },
      dependants: [
        { type: 'patient', id: ' MEV-1 ' },
        { type: 'convoy', id: '' },
      ],
    });
    expect(missingOf(fields, drafts)).toEqual([]);
    expect(bodyOf(fields, drafts, null, NOW)).toEqual({
      purpose: 'medevac',
      legs: [{ from: 'gao', to: 'kidal', decision: 'asked' }],
      wanted: { from: '2023-08-13T14:00:00Z', to: '2023-08-14T01:30:00Z' },
      dependants: [{ type: 'patient', id: 'MEV-1' }],
    });
  });

  it('amends what was changed alone, and can empty a list', () => {
    const known = {
      goods: 'fuel',
      papers: ['manifest'],
      description: 'tankers',
      dependants: [{ type: 'site', id: 'gao' }],
    };
    const fields = every('consignment', { name: 'amend' });
    const begun = draftsOf(fields, known);
    expect(bodyOf(fields, draftsOf(fields, known), begun, NOW)).toEqual({});
    const changed = { ...draftsOf(fields, known), papers: '', stockDays: 4.5, description: 'four tankers' };
    expect(bodyOf(fields, changed, begun, NOW)).toEqual({ papers: [], stockDays: 4.5, description: 'four tankers' });
  });

  it('of an approval takes every leg as approved until one is said to be denied', () => {
    const legs = [
      { from: 'gao', to: 'kidal', decision: 'asked' },
      { from: 'kidal', to: 'gao', decision: 'denied' },
    ];
    const fields = every('flight-request', { name: 'move', to: 'approved' });
    const drafts = draftsOf(fields, { legs });
    expect(missingOf(fields, drafts)).toEqual(['window']);
    expect(bodyOf(fields, drafts, null, NOW)['legs']).toMatchObject([{ decision: 'approved' }, { decision: 'denied' }]);
  });

  it('asks for a reason wherever the life cycle does', () => {
    for (const [kind, { needsReason }] of Object.entries(LIFE_CYCLES) as [DossierKind, LifeCycle][])
      for (const to of needsReason) {
        const fields = every(kind, { name: 'move', to });
        expect([kind, to, missingOf(fields, draftsOf(fields, { reason: 'of the state before' }))]).toEqual([
          kind,
          to,
          ['reason'],
        ]);
      }
  });

  it.each([
    ['09:05', '2023-08-13T09:05:00Z'],
    ['905', '2023-08-13T09:05:00Z'],
    ['2023-08-12 23:59', '2023-08-12T23:59:00Z'],
    ['2023-08-12T23:59:00.000Z', '2023-08-12T23:59:00Z'],
    ['25:00', null],
    ['2023-06-31 10:00', null],
    ['tomorrow', null],
  ])('reads %s as a time', (text, instant) => expect(readUtcField(text, NOW)).toBe(instant));

  it('names the field whose time is none', () => {
    const fields = every('flight-request', { name: 'move', to: 'approved' });
    const drafts = { ...draftsOf(fields, {}), window: { from: '09:00', to: 'noon' } };
    expect(wrongTimesOf(fields, drafts, NOW)).toEqual(['window']);
  });
});

describe('two versions', () => {
  it('differ in what people said, not in how often', () => {
    const before = { version: 1, reports: 1, since: 'a', state: 'submitted', conditions: null };
    const after = { version: 2, reports: 2, since: 'b', state: 'denied', conditions: null };
    expect(differences(before, after)).toEqual([{ name: 'state', before: 'submitted', after: 'denied' }]);
  });
});
