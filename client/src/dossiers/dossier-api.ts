import type { DossierEntry, DossierKind } from '@rearguard/shared';
import { all, send } from '../api.js';
import type { Dossier } from './dossier-words.js';

const LISTS: Readonly<Record<DossierKind, string>> = {
  'flight-request': 'flight-requests',
  consignment: 'consignments',
  restriction: 'restrictions',
};
const pathOf = (kind: DossierKind, id: string): string => `/api/${LISTS[kind]}/${encodeURIComponent(id)}`;
type Body = Record<string, unknown>;

/** The room's HTTP side, as far as the boards of airspace and customs need it. */
export const dossierApi = {
  enter: (kind: DossierKind, body: Body) => send<Dossier>('POST', `/api/${LISTS[kind]}`, body),
  amend: (kind: DossierKind, id: string, body: Body) => send<Dossier>('PATCH', pathOf(kind, id), body),
  move: (kind: DossierKind, id: string, body: Body) => send<Dossier>('POST', `${pathOf(kind, id)}/transitions`, body),
  history: (kind: DossierKind, id: string) => all<DossierEntry>(`${pathOf(kind, id)}/history`),
};
