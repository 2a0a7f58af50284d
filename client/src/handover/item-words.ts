import type { AlertKind, AlertState, ConvoyState, EpochMs, HandoverItem, SiteState } from '@rearguard/shared';
import type { Room } from '../wall/room.svelte.js';

export interface ItemWords {
  title: string;
  detail: string;
}

/** An item of a handover in the language of the page: what it is, and what one must know of it. */
export function itemWords(item: HandoverItem, room: Room): ItemWords {
  const { m, format } = room.i18n;
  const words = m.handover;
  const now: EpochMs = room.now ?? 0;
  const { facts, text, subject } = item;
  const said = (name: string): string | null => (typeof facts[name] === 'string' ? facts[name] : null);
  const place = (name: string): string => room.placeName(said(name) ?? '');
  const at = (name: string, say: (time: string) => string): string[] => {
    const instant = said(name);
    return instant === null ? [] : [say(format.timeNear(Date.parse(instant), now))];
  };
  const kind = (): string => m.desk.kind[said('kind') as AlertKind] ?? said('kind') ?? '';
  const line = (...parts: (string | string[])[]): string =>
    parts
      .flat()
      .filter((part) => part !== '')
      .join(m.listAnd);
  const way = (): string => `${place('from')}–${place('to')}`;
  const due = (): string[] => at('dueAt', facts['overdue'] === true ? words.overdueSince : words.dueBy);

  switch (subject.type) {
    case 'alert': {
      const where = said('convoy') ?? (said('place') === null ? null : place('place'));
      const title = where === null ? kind() : `${kind()}: ${where}`;
      if (item.section === 'shelved')
        return { title, detail: line(at('until', words.shelvedUntil), said('reason') ?? '') };
      const state = m.desk.state[said('state') as AlertState] ?? '';
      const holder = said('holder');
      return { title, detail: line(state, holder === null ? [] : words.with(holder), at('dueAt', words.dueBy), text) };
    }
    case 'convoy': {
      const people = facts['people'];
      const detail = line(
        way(),
        typeof people === 'number' ? words.people(people, format.number(people)) : [],
        facts['stale'] === true ? words.stale : [],
        at('offRouteSince', words.offRouteSince),
        at('haltedSince', words.haltedSince),
        at('etaAt', words.etaAt),
      );
      return { title: subject.id, detail };
    }
    case 'task':
      return { title: text, detail: line(words.owner(said('owner') ?? ''), due()) };
    case 'departure':
      return { title: words.leaves(subject.id), detail: line(way(), due()) };
    case 'site':
      return {
        title: words.closes(room.placeName(subject.id)),
        detail: line(m.siteState[said('state') as SiteState], words.closesOn(format.day(said('on')!, room.today))),
      };
    case 'feed':
      return {
        title: m.feedName[subject.id as keyof typeof m.feedName],
        detail: line(at('lastReceivedAt', words.silentSince)),
      };
    case 'convoy-state':
      return {
        title: subject.id,
        detail: line(change(m.convoyState, facts['from'], facts['to'], words.becomes), at('at', String)),
      };
    case 'site-state':
      return {
        title: room.placeName(subject.id),
        detail: line(change(m.siteState, facts['from'], facts['to'], words.becomes), at('at', String)),
      };
    case 'closed-alert':
      return { title: kind(), detail: line(m.desk.state[said('state') as AlertState] ?? '', at('at', String), text) };
    case 'incident':
      return { title: kind(), detail: line(at('at', String), text) };
    default: {
      const corrects = said('corrects');
      return {
        title: text,
        detail: line(
          at('observedAt', String),
          said('who') ?? '',
          said('source') ?? '',
          corrects === null ? [] : words.corrects(corrects),
        ),
      };
    }
  }
}

/** From one state to another; the first may not be known. */
export function change(
  names: Record<ConvoyState, string> | Record<SiteState, string>,
  from: unknown,
  to: unknown,
  say: (from: string, to: string) => string,
): string {
  const name = (state: unknown): string => (names as Record<string, string>)[String(state)] ?? String(state);
  if (to === null || to === undefined) return '';
  return from === null || from === undefined ? name(to) : say(name(from), name(to));
}
