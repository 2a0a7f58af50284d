import type { EpochMs } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { HistoryEntry } from './convoy-history.js';

/** What happened to a convoy, in the words of the page. */
export function eventWords(entry: HistoryEntry, { m, format }: I18n, now: EpochMs): string {
  const { event } = m;
  switch (entry.kind) {
    case 'halted':
    case 'moved':
      return event[entry.kind](entry.km === null ? m.unknown : m.atKm(format.km(entry.km)));
    case 'etaSlipped':
    case 'etaGained':
      return event[entry.kind](format.timeNear(entry.eta, now), format.minutes(entry.byMin));
    default:
      return event[entry.kind];
  }
}
