import type { Dependant, EpochMs, FlightLeg } from '@rearguard/shared';
import type { Field } from './fields.js';
import { readUtcField, toUtcField } from './utc-field.js';

/** A leg while it is written. */
export interface LegDraft {
  from: string;
  to: string;
  decision: FlightLeg['decision'];
  reason: string;
}
export interface SpanDraft {
  from: string;
  to: string;
}
/** What stands in a field, as typed. */
export type Draft = string | boolean | number | null | undefined | SpanDraft | LegDraft[] | Dependant[];
export type Drafts = Record<string, Draft>;

type Known = Readonly<Record<string, unknown>>;

const toField = (instant: unknown): string => (typeof instant === 'string' ? toUtcField(instant) : '');

/** What a form begins with: what is known already, or nothing. */
export function draftsOf(fields: readonly Field[], known: Known): Drafts {
  return Object.fromEntries(fields.map((field) => [field.name, draftOf(field, known)]));
}

function draftOf({ name, kind }: Field, known: Known): Draft {
  const value = known[name];
  switch (kind) {
    case 'check':
      return value === true;
    case 'instant':
      // When it was so and who said it is of each report anew.
      return name === 'observedAt' ? '' : toField(value);
    case 'span': {
      const span = value as SpanDraft | null | undefined;
      return { from: toField(span?.from), to: toField(span?.to) };
    }
    case 'lines':
      return ((value ?? []) as string[]).join('\n');
    case 'number':
      return name === 'stockDays' ? undefined : ((value as number | null | undefined) ?? undefined);
    case 'legs':
    case 'decisions': {
      const legs = ((value ?? []) as FlightLeg[]).map(({ from, to, decision, reason }) => ({
        from,
        to,
        // Whoever enters an approval says what was denied of it.
        decision: kind === 'decisions' && decision === 'asked' ? ('approved' as const) : decision,
        reason: reason ?? '',
      }));
      return legs.length > 0 || kind === 'decisions' ? legs : [{ from: '', to: '', decision: 'asked', reason: '' }];
    }
    case 'dependants': {
      const dependants = ((value ?? []) as Dependant[]).map((one) => ({ ...one }));
      return dependants.length > 0 ? dependants : [{ type: 'convoy', id: '' }];
    }
    default:
      return name === 'reason' || name === 'source' ? '' : ((value as string | null | undefined) ?? '');
  }
}

/** Fields that are asked for and empty, by name. */
export function missingOf(fields: readonly Field[], drafts: Drafts): string[] {
  return fields
    .filter(({ required, kind, name }) => {
      const draft = drafts[name];
      if (kind === 'span') return required && endsOf(draft).some((text) => text.trim() === '');
      return required && textOf(draft).trim() === '';
    })
    .map(({ name }) => name);
}

/** Fields with a time that is none, by name. */
export function wrongTimesOf(fields: readonly Field[], drafts: Drafts, now: EpochMs): string[] {
  const isWrong = (text: string): boolean => text.trim() !== '' && readUtcField(text, now) === null;
  return fields
    .filter(({ kind, name }) => {
      const draft = drafts[name];
      if (kind === 'instant') return isWrong(textOf(draft));
      return kind === 'span' && endsOf(draft).some(isWrong);
    })
    .map(({ name }) => name);
}

/** What is sent: what was filled in, and of an amendment only what was changed. */
export function bodyOf(
  fields: readonly Field[],
  drafts: Drafts,
  begun: Drafts | null,
  now: EpochMs,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      if (begun !== null && JSON.stringify(drafts[name]) === JSON.stringify(begun[name])) return [];
      const value = said(kind, drafts[name], begun !== null, now);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** @param emptied a field that was emptied says so, where there is a way to say it */
function said(kind: Field['kind'], draft: Draft, emptied: boolean, now: EpochMs): unknown {
  switch (kind) {
    case 'check':
      return draft === true || emptied ? draft : undefined;
    case 'number':
      return typeof draft === 'number' && Number.isFinite(draft) ? draft : undefined;
    case 'instant':
      return instant(textOf(draft), now);
    case 'span': {
      const { from, to } = draft as SpanDraft;
      return from.trim() === '' && to.trim() === '' ? undefined : { from: instant(from, now), to: instant(to, now) };
    }
    case 'lines': {
      const lines = textOf(draft)
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      return lines.length > 0 || emptied ? lines : undefined;
    }
    case 'legs':
    case 'decisions': {
      const legs = (draft as LegDraft[])
        .filter(({ from, to }) => from.trim() !== '' || to.trim() !== '')
        .map(({ from, to, decision, reason }) => ({ from, to, decision, ...(reason !== '' && { reason }) }));
      return legs.length > 0 ? legs : undefined;
    }
    case 'dependants': {
      const dependants = (draft as Dependant[])
        .map(({ type, id }) => ({ type, id: id.trim() }))
        .filter(({ id }) => id !== '');
      return dependants.length > 0 || emptied ? dependants : undefined;
    }
    default: {
      const text = textOf(draft).trim();
      return text === '' ? undefined : text;
    }
  }
}

const endsOf = (draft: Draft): string[] => {
  const { from, to } = draft as SpanDraft;
  return [from, to];
};
const textOf = (draft: Draft): string => (typeof draft === 'string' ? draft : '');

function instant(text: string, now: EpochMs): string | undefined {
  return readUtcField(text, now) ?? undefined;
}

/** Facts in which two versions differ, with both. */
export function differences(before: Known, after: Known): { name: string; before: unknown; after: unknown }[] {
  const aside = new Set(['version', 'since', 'lastObservedAt', 'receivedAt', 'reports', 'revision', 'holds', 'stock']);
  return Object.keys(after)
    .filter((name) => !aside.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }));
}
