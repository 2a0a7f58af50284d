import type { Change, Convoy, EpochMs } from '@rearguard/shared';
import { LIMITS } from './attention.js';

/** A forecast that moves by less than what counts as a delay is no event. */
const SLIP_MIN = LIMITS.lateMin.medium;

export type HistoryEntry = { seq: number; at: EpochMs } & (
  | { kind: 'entered' | 'departed' | 'arrived' | 'offRoute' | 'backOnRoute' | 'silent' | 'heard' | 'replanned' }
  | { kind: 'halted' | 'moved'; km: number | null }
  | { kind: 'etaSlipped' | 'etaGained'; eta: EpochMs; byMin: number }
);

/** What happened to a convoy, read off the differences between its changes; newest first. */
export function historyOf(changes: readonly Change[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  let before: Convoy | null = null;
  let shownEta: EpochMs | null = null;
  for (const change of changes.toSorted((a, b) => a.seq - b.seq)) {
    if (change.op !== 'put') continue;
    const convoy = change.body as Convoy;
    const at = Date.parse(change.observedAt);
    const seq = change.seq;
    if (before === null) entries.push({ seq, at, kind: 'entered' });
    else entries.push(...differences(before, convoy).map((entry) => ({ seq, at, ...entry })));
    if (convoy.state !== 'departed') shownEta = null;
    else if (convoy.etaAt !== null) {
      const eta = Date.parse(convoy.etaAt);
      const byMin: number = shownEta === null ? 0 : Math.round((eta - shownEta) / 60_000);
      if (Math.abs(byMin) >= SLIP_MIN)
        revise(entries, { seq, at, kind: byMin > 0 ? 'etaSlipped' : 'etaGained', eta, byMin });
      if (shownEta === null || Math.abs(byMin) >= SLIP_MIN) shownEta = eta;
    }
    before = convoy;
  }
  // Some things are told later than they were: a halt is known when it has lasted.
  return entries.reverse().sort((a, b) => b.at - a.at);
}

/** A forecast that goes on moving the same way, with nothing else between, is one event. */
function revise(entries: HistoryEntry[], next: HistoryEntry & { kind: 'etaSlipped' | 'etaGained' }): void {
  const last = entries.at(-1);
  if (last?.kind !== next.kind) entries.push(next);
  else entries[entries.length - 1] = { ...next, byMin: last.byMin + next.byMin };
}

/** The forecast of a convoy on the road. */
export interface EtaStand {
  /** Since when it says what it says. */
  at: EpochMs;
  /** Minutes by which it is later than the first forecast of the march; negative when earlier. */
  sinceDepartureMin: number;
}

/** How old a convoy's forecast is and how far it moved since it left; null before there is one. */
export function etaStand(changes: readonly Change[]): EtaStand | null {
  let first = null as EpochMs | null;
  let last = null as { eta: EpochMs; at: EpochMs } | null;
  for (const change of changes.toSorted((a, b) => a.seq - b.seq)) {
    const convoy = change.op === 'put' ? (change.body as Convoy) : null;
    if (convoy === null || convoy.state === 'planned') first = last = null;
    else if (convoy.etaAt !== null) {
      const eta = Date.parse(convoy.etaAt);
      first ??= eta;
      if (last?.eta !== eta) last = { eta, at: Date.parse(change.observedAt) };
    }
  }
  if (first === null || last === null) return null;
  return { at: last.at, sinceDepartureMin: Math.round((last.eta - first) / 60_000) };
}

type Difference =
  | { kind: 'departed' | 'arrived' | 'offRoute' | 'backOnRoute' | 'silent' | 'heard' | 'replanned'; at?: EpochMs }
  | { kind: 'halted' | 'moved'; km: number | null; at?: EpochMs };

function differences(before: Convoy, after: Convoy): Difference[] {
  const found: Difference[] = [];
  if (before.state !== after.state && after.state === 'departed')
    found.push({ kind: 'departed', ...instant(after.departedAt) });
  if (before.offRouteSince === null && after.offRouteSince !== null)
    found.push({ kind: 'offRoute', ...instant(after.offRouteSince) });
  if (before.offRouteSince !== null && after.offRouteSince === null) found.push({ kind: 'backOnRoute' });
  if (before.haltedSince === null && after.haltedSince !== null && after.state === 'departed')
    found.push({ kind: 'halted', km: after.headKm, ...instant(after.haltedSince) });
  if (before.haltedSince !== null && after.haltedSince === null && after.state === 'departed')
    found.push({ kind: 'moved', km: before.headKm });
  if (!before.stale && after.stale) found.push({ kind: 'silent' });
  if (before.stale && !after.stale) found.push({ kind: 'heard' });
  if (before.plannedDepartureAt !== after.plannedDepartureAt || before.routeId !== after.routeId)
    found.push({ kind: 'replanned' });
  if (before.state !== after.state && after.state === 'arrived')
    found.push({ kind: 'arrived', ...instant(after.arrivedAt) });
  return found;
}

const instant = (text: string | null): { at?: EpochMs } => (text === null ? {} : { at: Date.parse(text) });
