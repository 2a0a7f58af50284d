import {
  type Consignment,
  CONSIGNMENT_STATES,
  daysHeld,
  daysOfStock,
  type EpochMs,
  isHeldTooLong,
  isLifeSupport,
  type Restriction,
  restrictionsOn,
  type Severity,
} from '@rearguard/shared';
import { type BoardRow, plain } from '../board/board-model.js';
import { dependantNames, stateWords } from '../dossiers/dossier-words.js';
import { placeWords } from '../dossiers/place-names.js';
import type { Room } from '../wall/room.svelte.js';

export interface GoodsRow extends BoardRow {
  consignment: Consignment;
}

/** Days of stock under which a site runs short, and under which it runs out. */
export const STOCK_AMBER_DAYS = 10;
export const STOCK_RED_DAYS = 5;

/** A line for each consignment, made once for each state of it. */
export function goodsRowOf(room: Room): (consignment: Consignment) => GoodsRow {
  const { i18n } = room;
  const m = i18n.m.dossiers;
  const made = new WeakMap<Consignment, GoodsRow>();
  return (consignment) => {
    let row = made.get(consignment);
    if (row === undefined) {
      const { id, description, declaration, crossing, releasePaper, movedBy, reason, source, dependants } = consignment;
      const names = [id, description, declaration, crossing, releasePaper, movedBy, reason, source];
      const said = [
        stateWords('consignment', consignment.state, i18n),
        m.direction[consignment.direction],
        m.goods[consignment.goods],
        isLifeSupport(consignment.goods) ? m.lifeSupport : '',
        consignment.underDirective ? m.directiveMark : '',
      ];
      const who = [dependantNames(dependants, room), ...dependants.map((one) => one.id)];
      const words = [...names, ...said, crossing && placeWords(crossing, room), ...who];
      row = { id, consignment, words: plain(words.filter((word) => word !== null).join(' ')) };
      made.set(consignment, row);
    }
    return row;
  };
}

/** Goods are still on their way through customs. */
export function isOpenGoods({ state }: Consignment): boolean {
  return state !== 'moved' && state !== 'rejected';
}

/** Held first, then by what the authority waits for; life support before the rest; then the longest in its state. */
export function byNeed(a: GoodsRow, b: GoodsRow): number {
  const ranks = ['held', 'documents_requested', 'filed', 'rejected', 'released', 'prepared', 'moved'];
  const rank = ({ consignment }: GoodsRow): number => ranks.indexOf(consignment.state);
  const lives = ({ consignment }: GoodsRow): number => Number(!isLifeSupport(consignment.goods));
  const since = ({ consignment }: GoodsRow): number => Date.parse(consignment.since);
  return rank(a) - rank(b) || lives(a) - lives(b) || since(a) - since(b) || (a.id < b.id ? -1 : 1);
}

/** Days held in all; red from five. */
export function heldTone(consignment: Consignment, now: EpochMs): 'critical' | null {
  return isOpenGoods(consignment) && isHeldTooLong(consignment, now) ? 'critical' : null;
}

/** Days of stock left at the site: amber under ten, red under five. */
export function stockTone(consignment: Consignment, now: EpochMs): 'critical' | 'high' | null {
  const days = daysOfStock(consignment, now);
  if (days === null || !isOpenGoods(consignment) || !isLifeSupport(consignment.goods)) return null;
  return days < STOCK_RED_DAYS ? 'critical' : days < STOCK_AMBER_DAYS ? 'high' : null;
}

/** The restriction in force on the crossing of goods that have not passed it. */
export function flagOnGoods(consignment: Consignment, room: Room): Restriction | null {
  const { crossing } = consignment;
  if (crossing === null || !isOpenGoods(consignment)) return null;
  return restrictionsOn([crossing], Object.values(room.live.picture.restrictions), room.now ?? 0)[0] ?? null;
}

/** How grave it is; null for what needs nobody. */
export function markOfGoods(
  consignment: Consignment,
  flagged: boolean,
  now: EpochMs,
): Exclude<Severity, 'info'> | null {
  const worst = [heldTone(consignment, now), stockTone(consignment, now)];
  if (worst.includes('critical')) return 'critical';
  if (worst.includes('high') || flagged) return 'high';
  const { state, papersDueAt, releaseWindow } = consignment;
  if (state === 'held' && daysHeld(consignment.holds, now) >= 1) return 'medium';
  if (state === 'documents_requested' && papersDueAt !== null && Date.parse(papersDueAt) <= now) return 'high';
  return state === 'released' && releaseWindow !== null && Date.parse(releaseWindow.to) - now <= 2 * 86_400_000
    ? 'medium'
    : null;
}

/** What the board says of all consignments in its head. */
export function tallyOf(consignments: readonly Consignment[], now: EpochMs) {
  const open = consignments.filter(isOpenGoods);
  const going = (direction: Consignment['direction']): number =>
    open.filter((one) => one.direction === direction).length;
  return {
    held: open.filter(({ state }) => state === 'held').length,
    tooLong: open.filter((one) => isHeldTooLong(one, now)).length,
    imports: going('import'),
    exports: going('export'),
    transits: going('transit'),
    underDirective: open.filter(({ underDirective }) => underDirective).length,
  };
}

export const stateIndex = ({ state }: Consignment): number => CONSIGNMENT_STATES.indexOf(state);
