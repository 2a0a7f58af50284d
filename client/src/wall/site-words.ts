import { isClosed, type Site } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';

/** A site's state in words, with the day that it hangs on. */
export function siteState(site: Site, { m, format }: I18n): string {
  if (isClosed(site)) {
    if (site.lastDepartureOn !== null && site.handedOverOn !== null) return m.closedHandedOver;
    return site.lastDepartureOn !== null
      ? `${m.siteState.closed} · ${m.closedOn(format.day(site.lastDepartureOn))}`
      : m.siteState.closed;
  }
  switch (site.state) {
    case 'closing':
      return site.plannedOn === null ? m.siteState.closing : m.closingBy(format.day(site.plannedOn));
    case 'handed_over':
      return site.handedOverOn === null ? m.siteState.handed_over : m.handedOverOn(format.day(site.handedOverOn));
    case 'open':
    case 'closed':
      return m.siteState[site.state];
  }
}
