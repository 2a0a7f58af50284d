import fc from 'fast-check';
import { withoutPeople } from './without-people.js';

describe('what goes to a wall', () => {
  it('names nobody, and says everything else', () => {
    const alert = {
      id: 'A-1',
      text: 'Ambush reported',
      holder: { personId: 'p-1', name: 'Adama Koné', role: 'duty-officer' },
      shelf: { until: '2023-08-13T13:00:00Z', by: 'Adama Koné', reason: 'road check' },
      undoable: { action: 'acknowledge', personId: 'p-1', until: '2023-08-13T13:00:00Z' },
      tasks: [{ text: 'Call the hospital', owner: 'Adama Koné', dueAt: '2023-08-13T13:00:00Z' }],
      history: [
        { who: { kind: 'person', id: 'p-1', name: 'Adama Koné', role: 'duty-officer' } },
        { who: { kind: 'feed', id: 'f-1', name: 'sector east', role: null } },
      ],
      roster: [{ id: 'R-1', personId: 'p-1', name: 'Adama Koné', role: 'duty-officer' }],
      called: [{ post: 'duty-officer', personId: null, name: 'Adama Koné' }],
      liftOffBy: '2023-08-13T13:48:00Z',
      signedBy: 'Adama Koné',
    };
    expect(withoutPeople(alert)).toEqual({
      ...alert,
      holder: { personId: '', name: '', role: 'duty-officer' },
      shelf: { ...alert.shelf, by: '' },
      undoable: { ...alert.undoable, personId: '' },
      tasks: [{ ...alert.tasks[0], owner: '' }],
      history: [{ who: { kind: 'person', id: '', name: '', role: 'duty-officer' } }, alert.history[1]],
      roster: [{ id: 'R-1', personId: '', name: '', role: 'duty-officer' }],
      called: [{ post: 'duty-officer', personId: null, name: '' }],
      signedBy: '',
    });
    expect(alert.holder.name).toBe('Adama Koné');
  });

  it('is handed on as it is when it names nobody', () => {
    const picture = { seq: 3, units: { 'L-1': { lat: 1, callsign: null } }, sites: [{ name: { en: 'Ber' } }] };
    expect(withoutPeople(picture)).toBe(picture);
    for (const value of [null, undefined, 7, 'by', new Date(0)]) expect(withoutPeople(value)).toBe(value);
  });

  it('keeps the shape of whatever it is given, and has nothing left to take away', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = withoutPeople(value);
        expect(withoutPeople(once)).toEqual(once);
        expect(shape(once)).toEqual(shape(value));
      }),
    );
  });
});

/** Keys and types of all values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, field]) => [key, shape(field)]);
}
