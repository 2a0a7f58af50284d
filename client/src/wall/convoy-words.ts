import type { EpochMs } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { ConvoyView } from './convoy-view.js';

/** A figure in a row; `known` is false for what must be shown as unknown. */
export interface Words {
  text: string;
  known: boolean;
  tone: 'stale' | 'medium' | 'high' | 'quiet' | null;
}

const words = (text: string, tone: Words['tone'] = null): Words => ({ text, tone, known: true });

/** Kilometres behind it, of all. */
export function distanceWords({ convoy }: ConvoyView, { m, format }: I18n): Words {
  const total = m.km(format.km(convoy.kmTotal));
  if (convoy.state === 'planned') return words(total, 'quiet');
  if (convoy.headKm === null) return { text: m.unknown, known: false, tone: null };
  return words(m.kmOf(format.km(convoy.headKm), total));
}

/** How it goes: speed, a halt with its length, or how old the last word is. */
export function speedWords(view: ConvoyView, { m, format }: I18n): Words {
  const { convoy } = view;
  if (convoy.state !== 'departed') return words('–', 'quiet');
  if (view.stale && view.ageMs !== null) return words(m.old(format.span(view.ageMs)), 'stale');
  if (view.haltedMs !== null) return words(m.haltedFor(format.span(view.haltedMs)));
  if (convoy.speedKmh === null) return { text: m.unknown, known: false, tone: null };
  return words(m.kmh(format.number(convoy.speedKmh)));
}

/** When it leaves, is expected or came. */
export function arrivalWords(view: ConvoyView, { m, format }: I18n, now: EpochMs): Words {
  const { convoy } = view;
  const near = (text: string): string => format.timeNear(Date.parse(text), now);
  if (convoy.state === 'planned') return words(m.leaves(near(convoy.plannedDepartureAt)));
  if (convoy.state === 'arrived')
    return words(convoy.arrivedAt === null ? m.convoyState.arrived : m.arrivedAt(near(convoy.arrivedAt)));
  // The forecast of a silent convoy would be a guess dressed as a figure.
  if (view.stale || convoy.etaAt === null) return { text: m.etaUnknown, known: false, tone: 'stale' };
  return words(m.etaAt(near(convoy.etaAt)));
}

const ON_TIME_MIN = 15;

/** Against the plan. */
export function latenessWords(view: ConvoyView, { m, format }: I18n): Words {
  const { convoy } = view;
  if (convoy.state === 'planned') return words('–', 'quiet');
  if (convoy.lateMin === null || view.stale) return { text: m.unknown, known: false, tone: null };
  if (Math.abs(convoy.lateMin) < ON_TIME_MIN) return words(m.onTime, 'quiet');
  return convoy.lateMin > 0
    ? words(m.late(format.minutes(convoy.lateMin)))
    : words(m.early(format.minutes(convoy.lateMin)), 'quiet');
}

/** How old the last word of it is. */
export function ageWords(view: ConvoyView, { m, format }: I18n): Words {
  if (view.convoy.state !== 'departed') return words('–', 'quiet');
  if (view.ageMs === null) return { text: m.unknown, known: false, tone: null };
  return words(m.ago(format.span(view.ageMs)), view.stale ? 'stale' : 'quiet');
}
