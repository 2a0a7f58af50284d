import type { EpochMs } from '@rearguard/shared';
import { type DatedReport, figure, given } from './dated-report.js';
import { LATER_IN_2023 } from './security-facts-later.js';

/** What became of an alert before the exercise begins: nobody comes in to a desk of old calls. */
export interface DatedHandling {
  at: EpochMs;
  /** What the alert is of, as alerts know it. */
  cause: string;
  outcome: string;
}

/** What was acted on before our people come in is done with after this long. */
const HANDLED_AFTER_MS = 90_000;

/**
 * The public security events of the withdrawal, with their sources. Days are public; an hour is only where a source gives
 * one, all others are invented and marked (`syntheticTime`). A place is the named town, never the exact spot.
 *
 * The mission's own acts (handovers, departures, phases) are facts of sites and convoys and stand there.
 */
export const SECURITY_REPORTS: readonly DatedReport[] = [
  given('EV-005', '2023-07-06T13:30:00Z', 'convoy_attack', 'critical', 'ouattagouna', 'MINUSMA; RFI, 7 Jul 2023', {
    text: '35 contractor trucks under escort from Labbézanga attacked near Ouattagouna, about 60 km from Ansongo; a tanker overturned, four trucks damaged.',
    siteId: 'ansongo',
    casualties: [figure('contract_worker', 'killed', 3), figure('contract_worker', 'wounded', 11)],
    syntheticTime: false,
  }),
  given('EV-007', '2023-07-06T16:00:00Z', 'convoy_attack', 'medium', 'fafa', 'MINUSMA; RFI', {
    text: 'The same movement fired at again near Fafa, about 40 km from Ansongo; no peacekeeper hurt.',
    siteId: 'ansongo',
    syntheticTime: false,
  }),
  given('EV-015', '2023-08-08T10:00:00Z', 'blockade', 'high', 'timbuktu', 'RFI, Aug 2023', {
    text: 'An armed group announces that trucks will be stopped on the way to Timbuktu.',
    siteId: 'timbuktu',
  }),
  given('EV-017', '2023-08-11T08:00:00Z', 'clash', 'high', 'ber', 'AFP, 13-15 Aug 2023', {
    text: 'Fighting around Ber before the handover.',
    placeNote: 'near Ber; exact place not published',
    siteId: 'ber',
    casualties: [figure('other_force', 'killed', 6)],
  }),
  ...ber(),
  ...LATER_IN_2023,
];

/** SC-BER: two attacks on one convoy are two incidents; two reports of the first may be one; a figure is corrected. */
function ber(): DatedReport[] {
  const onTheWay = { placeNote: 'between Ber and Timbuktu; exact place not published', convoyId: 'BER-01' };
  const second = {
    ...onTheWay,
    text: 'Second attack on the convoy the same day; the wounded are to be taken to Timbuktu.',
    siteId: 'timbuktu',
  };
  const wounded = (count: number) => [figure('peacekeeper', 'wounded', count)];
  return [
    given('EV-020', '2023-08-13T09:00:00Z', 'convoy_attack', 'critical', 'ber', 'BER-01; S/2023/611', {
      ...onTheWay,
      text: 'Contact report from BER-01: small arms; no casualty reported.',
      reliability: 'B',
      methane: { type: 'small arms', casualties: 'none reported' },
    }),
    given('EV-020-B', '2023-08-13T09:04:00Z', 'convoy_attack', 'high', 'ber', 'Timbuktu office', {
      ...onTheWay,
      text: 'The Timbuktu office reports shots at a convoy outside Ber.',
      reliability: 'C',
    }),
    given('EV-021', '2023-08-13T13:00:00Z', 'convoy_attack', 'critical', 'ber', 'BER-01; S/2023/611', {
      ...second,
      methane: { type: 'small arms' },
    }),
    given('EV-021', '2023-08-13T13:07:00Z', 'convoy_attack', 'critical', 'ber', 'BER-01; press, 13-14 Aug 2023', {
      ...second,
      text: 'Three wounded at 13:02, provisional.',
      casualties: wounded(3),
      methane: { casualties: 'three wounded, provisional' },
    }),
    given('EV-021', '2023-08-14T10:00:00Z', 'convoy_attack', 'critical', 'ber', 'S/2023/611', {
      ...second,
      text: 'The figure is corrected from three wounded to four.',
      casualties: wounded(4),
      casualtiesFinal: true,
    }),
  ];
}

/** Alerts of what happened before an instant, each ended by the shift that was on. */
export function handledBefore(instant: EpochMs): DatedHandling[] {
  return SECURITY_REPORTS.filter(({ at, report }) => at + HANDLED_AFTER_MS < instant && report.severity !== 'info').map(
    ({ at, report }) => ({
      at: at + HANDLED_AFTER_MS,
      cause: `incident ${report.incidentId}`,
      outcome: 'dealt with before the exercise began',
    }),
  );
}
