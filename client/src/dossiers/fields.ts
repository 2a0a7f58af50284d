import { type DossierKind, FlightPurpose, GoodsClass, HoldGround, LIFE_CYCLES } from '@rearguard/shared';

/** What a person does with the form. */
export type Act = { name: 'enter' } | { name: 'amend' } | { name: 'move'; to: string; withoutApproval?: boolean };

export interface Field {
  name: string;
  kind:
    | 'text'
    | 'lines'
    | 'number'
    | 'check'
    | 'choice'
    | 'instant'
    | 'span'
    | 'place'
    | 'legs'
    | 'decisions'
    | 'dependants'
    | 'mover';
  options?: readonly string[];
  required?: boolean;
}

export interface Fields {
  /** Asked for at once. */
  first: readonly Field[];
  /** Behind “more”. */
  more: readonly Field[];
}

const text = (name: string): Field => ({ name, kind: 'text' });
const choice = (name: string, options: readonly string[]): Field => ({ name, kind: 'choice', options });
const needed = (field: Field): Field => ({ ...field, required: true });
const PURPOSE = choice('purpose', FlightPurpose.options);
const URGENT: Field = { name: 'urgent', kind: 'check' };
const LEGS: Field = { name: 'legs', kind: 'legs' };
const DECISIONS: Field = { name: 'legs', kind: 'decisions' };
const WANTED: Field = { name: 'wanted', kind: 'span' };
const WINDOW: Field = { name: 'window', kind: 'span' };
const DEPENDANTS: Field = { name: 'dependants', kind: 'dependants' };
const DIRECTION = choice('direction', ['import', 'export', 'transit']);
const GOODS = choice('goods', GoodsClass.options);
const OWNER = choice('owner', ['COE', 'UNOE', 'contractor']);
const GROUND = choice('holdGround', HoldGround.options);
const CROSSING: Field = { name: 'crossing', kind: 'place' };
const PLACE: Field = { name: 'place', kind: 'place' };
const KIND = choice('kind', ['notam', 'aircraft_hit', 'shelling', 'uncertain', 'closed', 'other']);
const PAPERS: Field = { name: 'papers', kind: 'lines' };
const PAPERS_DUE: Field = { name: 'papersDueAt', kind: 'instant' };
const RELEASE: Field = { name: 'releaseWindow', kind: 'span' };
const STOCK: Field = { name: 'stockDays', kind: 'number' };
const VALUE: Field = { name: 'valueUsd', kind: 'number' };
const REASON = text('reason');
/** Who said so and when: of every entry, for those who write down later what they heard. */
const WORD: readonly Field[] = [{ name: 'observedAt', kind: 'instant' }, text('source')];

const ENTRIES: Readonly<Record<DossierKind, Fields>> = {
  'flight-request': {
    first: [needed(PURPOSE), URGENT, text('callSign'), LEGS, WANTED, DEPENDANTS],
    more: [text('aircraft'), text('addressee'), text('reference'), text('id'), ...WORD],
  },
  consignment: {
    first: [needed(DIRECTION), needed(GOODS), CROSSING, text('description'), DEPENDANTS],
    more: [OWNER, text('declaration'), PAPERS, STOCK, VALUE, text('id'), ...WORD],
  },
  restriction: { first: [needed(PLACE), KIND, REASON], more: [WINDOW, text('id'), ...WORD] },
};

const AMENDMENTS: Readonly<Record<DossierKind, Fields>> = {
  'flight-request': {
    first: [URGENT, text('callSign'), LEGS, WANTED, DEPENDANTS, text('conditions')],
    more: [PURPOSE, text('aircraft'), text('addressee'), text('reference'), WINDOW, ...WORD],
  },
  consignment: {
    first: [CROSSING, text('description'), STOCK, PAPERS, PAPERS_DUE, DEPENDANTS],
    more: [DIRECTION, GOODS, OWNER, text('declaration'), text('releasePaper'), RELEASE, VALUE, ...WORD],
  },
  restriction: { first: [KIND, WINDOW], more: [PLACE, ...WORD] },
};

/** What each state is entered with, beside its reason. */
const MOVES: Readonly<Record<DossierKind, Readonly<Record<string, readonly Field[]>>>> = {
  'flight-request': {
    drafted: [WANTED],
    submitted: [text('addressee'), text('reference')],
    approved: [needed(WINDOW), DECISIONS, text('conditions'), text('reference')],
    denied: [REASON],
    revoked: [REASON, { name: 'inTheAir', kind: 'check' }],
    withdrawn: [REASON],
  },
  consignment: {
    filed: [text('declaration')],
    documents_requested: [PAPERS, PAPERS_DUE],
    held: [REASON, GROUND, STOCK],
    released: [text('releasePaper'), RELEASE],
    rejected: [REASON],
    moved: [needed({ name: 'movedBy', kind: 'mover' })],
  },
  restriction: { lifted: [REASON], in_force: [REASON, WINDOW] },
};

/** What is asked for, the few needed fields first. */
export function fieldsOf(kind: DossierKind, act: Act): Fields {
  if (act.name === 'enter') return ENTRIES[kind];
  if (act.name === 'amend') return AMENDMENTS[kind];
  if (act.withoutApproval) return { first: [needed(REASON)], more: WORD };
  const mustSayWhy = LIFE_CYCLES[kind].needsReason.includes(act.to);
  const first = (MOVES[kind][act.to] ?? []).map((field) =>
    field.name === 'reason' && mustSayWhy ? needed(field) : field,
  );
  return { first, more: WORD };
}
