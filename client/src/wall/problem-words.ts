import { dayOf, type EpochMs } from '@rearguard/shared';
import type { Messages } from '../i18n/en.js';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { Problem } from './attention.js';
import type { ConvoyView } from './convoy-view.js';

/** What a row of the attention list says. */
export interface ProblemWords {
  what: string;
  next: string;
  detail: string;
}

interface Words {
  i18n: I18n;
  now: EpochMs;
  way: (view: ConvoyView) => string;
  siteName: (id: string) => string;
}

/** A problem in the words of the page's language: what, what more is known, what to do next. */
export function wordsFor(problem: Problem, { i18n, now, way, siteName }: Words): ProblemWords {
  const { m, format } = i18n;
  const text = m.problem;
  const near = (at: EpochMs | null): string => (at === null ? m.unknown : format.timeNear(at, now));
  const loaded = (view: ConvoyView): string =>
    m.routeAndPeople(way(view), view.convoy.people === null ? m.unknown : format.number(view.convoy.people));
  switch (problem.kind) {
    case 'silent': {
      const { id } = problem.view.convoy;
      const what = problem.since === null ? text.silentNever(id) : text.silent(id, near(problem.since));
      return { what, next: text.silentNext, detail: loaded(problem.view) };
    }
    case 'offRoute': {
      const { id } = problem.view.convoy;
      const what = problem.km === null ? text.offRouteUnknown(id) : text.offRoute(id, m.km(format.km(problem.km)));
      return { what, next: text.offRouteNext, detail: loaded(problem.view) };
    }
    case 'halted': {
      const { id, headKm } = problem.view.convoy;
      const what = text.halted(id, headKm === null ? m.unknown : format.km(headKm));
      return { what, next: text.haltedNext, detail: loaded(problem.view) };
    }
    case 'late': {
      const { id, lateMin } = problem.view.convoy;
      return { what: text.late(id, format.minutes(lateMin ?? 0)), next: text.lateNext, detail: loaded(problem.view) };
    }
    case 'notLeft':
      return {
        what: text.notLeft(problem.view.convoy.id, near(problem.since)),
        next: text.notLeftNext,
        detail: loaded(problem.view),
      };
    case 'feedSilent':
      return { what: text.feedSilent(m.feedName[problem.feed], near(problem.since)), next: text.feedNext, detail: '' };
    case 'feedWaiting':
      return { what: text.feedWaiting(m.feedName[problem.feed]), next: text.feedNext, detail: '' };
    case 'linkCut':
      return {
        what: problem.since === null ? m.noLiveDataYet : text.linkCut(format.clock(problem.since)),
        next: text.linkNext,
        detail: '',
      };
    case 'unregistered':
      return {
        what: text.unregistered(problem.count, format.number(problem.count)),
        next: text.unregisteredNext,
        detail: m.reported(format.number(problem.total)),
      };
    case 'unitsSilent':
      return {
        what: text.unitsSilent(problem.count, format.number(problem.count)),
        next: text.unitsSilentNext,
        detail: m.reported(format.number(problem.total)),
      };
    case 'siteOverdue':
      return {
        what: text.siteOverdue(siteName(problem.site.id), format.day(problem.phase.end, dayOf(now))),
        next: text.siteOverdueNext,
        detail: '',
      };
  }
}

/** A problem in two or three words. */
export function briefWords(problem: Problem, { brief, feedName }: Messages, siteName: (id: string) => string): string {
  switch (problem.kind) {
    case 'silent':
    case 'offRoute':
    case 'halted':
    case 'late':
    case 'notLeft':
      return brief[problem.kind](problem.view.convoy.id);
    case 'feedSilent':
    case 'feedWaiting':
      return brief[problem.kind](feedName[problem.feed]);
    case 'siteOverdue':
      return brief.siteOverdue(siteName(problem.site.id));
    case 'linkCut':
    case 'unregistered':
    case 'unitsSilent':
      return brief[problem.kind];
  }
}

/** A convoy's problem in a few words, as its label on the map carries it. */
export function shortWords(problem: Problem, i18n: I18n, now: EpochMs): string | null {
  const { m, format } = i18n;
  switch (problem.kind) {
    case 'silent':
      return problem.since === null
        ? m.unknown
        : m.lastSeen(format.timeNear(problem.since, now), m.ago(format.span(now - problem.since)));
    case 'offRoute':
      return problem.km === null ? m.offRoute : m.offRouteBy(m.km(format.km(problem.km)));
    case 'halted':
      return m.haltedFor(format.span(problem.view.haltedMs ?? 0));
    case 'late':
      return m.late(format.minutes(problem.view.convoy.lateMin ?? 0));
    default:
      return null;
  }
}
