import { type Incident, toInstantOut } from '@rearguard/shared';
import { nearestAirfield } from '../../theatre/index.js';
import { D0, HOUR, told } from '../../testing/dossiers.js';
import { anIncident } from '../../testing/rules.js';
import { type Word, wordOf } from './hit-restriction.js';
import type { DossierReport } from './report.js';

const TESSALIT = { lat: 20.2, lon: 1.01 };

function hit(over: Partial<Incident> = {}, hour = 0): Incident {
  const at = toInstantOut(D0 + hour * HOUR);
  return anIncident({
    kind: 'aircraft_hit',
    text: 'hit in the wing',
    lastObservedAt: at,
    ...TESSALIT,
    placeId: 'tessalit',
    ...over,
  });
}

/** What was said before stands in the history, as the room keeps it. */
function history(...words: (Word | null)[]): DossierReport[] {
  return words.map((word, index) =>
    told('restriction', word!.state, 0, {
      reportId: String(index),
      way: 'system',
      observedAt: word!.observedAt,
      facts: { place: word!.place },
    }),
  );
}

describe('the restriction that a hit on an aircraft brings about', () => {
  const first = wordOf(hit(), [], nearestAirfield);

  it('falls on the nearest airfield, since the time of the fact, with the words of the report', () => {
    expect(first).toEqual({ state: 'in_force', place: 'tessalit-airport', reason: 'hit in the wing', observedAt: D0 });
    expect(wordOf(hit({ kind: 'indirect_fire' }), [], nearestAirfield)).toBeNull();
  });

  it('falls on the place that was named where no airfield is near, and on none where nothing was', () => {
    const far = { lat: 18.05, lon: 0.6, placeId: 'anefis' };
    expect(wordOf(hit(far), [], nearestAirfield)).toMatchObject({ place: 'anefis' });
    expect(wordOf(hit({ lat: null, lon: null, placeId: null, place: null }), [], nearestAirfield)).toBeNull();
  });

  it('is not said again for a further report of the same', () => {
    expect(wordOf(hit({ text: 'a further source' }, 1), history(first), nearestAirfield)).toBeNull();
  });

  it('moves with a corrected place, without putting in force what a person has lifted', () => {
    const moved = wordOf(hit({ lat: 18.44, lon: 1.4, placeId: 'kidal' }, 2), history(first), nearestAirfield);
    expect(moved).toMatchObject({ state: null, place: 'kidal' });
  });

  it('ends when it was no hit, once, and begins anew when it was one after all', () => {
    const none = hit({ kind: 'accident', text: 'a bird' }, 3);
    const lifted = wordOf(none, history(first), nearestAirfield);
    expect(lifted).toMatchObject({ state: 'lifted', place: 'tessalit-airport', reason: 'a bird' });
    expect(wordOf(none, history(first, lifted), nearestAirfield)).toBeNull();
    expect(wordOf(hit({}, 4), history(first, lifted), nearestAirfield)).toMatchObject({ state: 'in_force' });
  });
});
