import type { Day, EpochMs } from '@rearguard/shared';
import type { SiteFact } from '../../sites/domain/site-state.js';

export interface DatedSiteFact {
  siteId: string;
  fact: SiteFact;
}

/**
 * What became of the sites in 2023. The days are public; the hours at which the room learned of them are invented so that
 * a replay can be ordered, and so is the day on which a closing began where no source is named.
 *
 * Aguelhok and Kidal were left without a formal handover. Gao and Bamako were reduced in 2023 and not closed.
 */
export const SITE_FACTS: readonly DatedSiteFact[] = [
  // S/2023/611 (letter of 18 Aug 2023); MINUSMA statement of 4 Aug 2023.
  fact('ogossagou', 'closing-begun', '2023-07-17', '2023-07-17T09:00:00Z'),
  fact('ogossagou', 'handed-over', '2023-08-03', '2023-08-03T15:30:00Z'),
  fact('ogossagou', 'last-departure', '2023-08-04', '2023-08-04T08:10:00Z'),
  // S/2023/611; MINUSMA communiqué of 17 Aug 2023: formalities on the 12th, exit on the 13th, two days before the plan.
  fact('ber', 'closing-begun', '2023-07-20', '2023-07-20T09:00:00Z'),
  fact('ber', 'closing-planned', '2023-08-15', '2023-07-20T09:00:00Z'),
  fact('ber', 'handed-over', '2023-08-12', '2023-08-12T16:20:00Z'),
  fact('ber', 'last-departure', '2023-08-13', '2023-08-13T06:05:00Z'),
  // MINUSMA communiqués of 17 and 31 Aug 2023.
  fact('goundam', 'closing-begun', '2023-07-24', '2023-07-24T09:00:00Z'),
  fact('goundam', 'handed-over', '2023-08-16', '2023-08-16T05:40:00Z'),
  fact('goundam', 'last-departure', '2023-08-16', '2023-08-16T06:05:00Z'),
  // MINUSMA communiqué of 31 Aug 2023.
  fact('menaka', 'closing-begun', '2023-08-01', '2023-08-01T09:00:00Z'),
  fact('menaka', 'handed-over', '2023-08-25', '2023-08-25T09:30:00Z'),
  fact('menaka', 'last-departure', '2023-08-25', '2023-08-25T10:10:00Z'),
  // Security Council briefing of 28 Aug 2023: six more bases by 15 December.
  fact('ansongo', 'closing-planned', '2023-12-15', '2023-08-28T16:00:00Z'),
  // One press report (Afrikexpress, Oct 2023) gives 21 October; low certainty.
  fact('douentza', 'closing-begun', '2023-09-04', '2023-09-04T09:00:00Z'),
  // The mission announced on 16 Oct 2023 that it had begun to leave Tessalit and Aguelhok.
  fact('tessalit', 'closing-begun', '2023-10-16', '2023-10-16T17:00:00Z'),
  fact('aguelhok', 'closing-begun', '2023-10-16', '2023-10-16T17:00:00Z'),
  // Press reports of October 2023: the plan moved to 15 November, then to the end of October.
  fact('kidal', 'closing-begun', '2023-10-17', '2023-10-17T12:00:00Z'),
  fact('kidal', 'closing-planned', '2023-11-15', '2023-10-17T12:00:00Z'),
  fact('douentza', 'handed-over', '2023-10-21', '2023-10-21T07:30:00Z'),
  fact('douentza', 'last-departure', '2023-10-21', '2023-10-21T08:05:00Z'),
  // Note to correspondents of 22 Oct 2023; MINUSMA, 30 Oct 2023.
  fact('tessalit', 'handed-over', '2023-10-21', '2023-10-21T09:30:00Z'),
  fact('tessalit', 'last-departure', '2023-10-21', '2023-10-21T10:05:00Z'),
  // MINUSMA, 23 Oct 2023; general staff statement of 24 Oct 2023: no formal return.
  fact('aguelhok', 'last-departure', '2023-10-23', '2023-10-23T06:05:00Z'),
  fact('kidal', 'closing-planned', '2023-10-31', '2023-10-28T12:00:00Z'),
  // MINUSMA, 31 Oct 2023; note to correspondents of 8 Nov 2023.
  fact('kidal', 'last-departure', '2023-10-31', '2023-10-31T07:05:00Z'),
  // MINUSMA, 19 Nov 2023.
  fact('ansongo', 'closing-begun', '2023-11-06', '2023-11-06T09:00:00Z'),
  fact('ansongo', 'handed-over', '2023-11-18', '2023-11-18T08:30:00Z'),
  fact('ansongo', 'last-departure', '2023-11-18', '2023-11-18T09:05:00Z'),
  // UN Peacekeeping, Nov and 8 Dec 2023; two annexes went back on 22 November.
  fact('mopti', 'closing-begun', '2023-11-22', '2023-11-22T16:00:00Z'),
  fact('mopti', 'handed-over', '2023-12-08', '2023-12-08T06:30:00Z'),
  fact('mopti', 'last-departure', '2023-12-08', '2023-12-08T07:05:00Z'),
  // Africanews, 29 Dec 2023: on or just before 28 December.
  fact('timbuktu', 'closing-begun', '2023-12-15', '2023-12-15T09:00:00Z'),
  fact('timbuktu', 'handed-over', '2023-12-28', '2023-12-28T10:00:00Z'),
  fact('timbuktu', 'last-departure', '2023-12-28', '2023-12-28T15:00:00Z'),
];

function fact(siteId: string, kind: SiteFact['kind'], on: Day, known: string): DatedSiteFact {
  const knownAt: EpochMs = Date.parse(known);
  return { siteId, fact: { kind, on, knownAt } };
}
