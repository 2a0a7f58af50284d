import {
  type Consignment,
  CONSIGNMENT_STATES,
  daysHeld,
  daysOfStock,
  GoodsClass,
  isLifeSupport,
} from '@rearguard/shared';
import { untrack } from 'svelte';
import type { BoardSpec } from '../board/board.svelte.js';
import type { Cell } from '../board/board-model.js';
import type { CsvColumn } from '../board/csv.js';
import { dependantName, dependantNames } from '../dossiers/dossier-words.js';
import { placeWords } from '../dossiers/place-names.js';
import type { Room } from '../wall/room.svelte.js';
import { flagOnGoods, type GoodsRow, heldTone, isOpenGoods, markOfGoods, stateIndex, stockTone } from './goods-rows.js';

/** Columns and chips of the board of consignments, in the language of the page. */
export function goodsBoard(room: Room): BoardSpec<GoodsRow> {
  const words = room.i18n.m.dossiers;
  const cells = goodsCells(room);
  const at = (instant: string | null | undefined): number | null => (instant ? Date.parse(instant) : null);
  return {
    facets: [
      {
        id: 'state',
        name: words.column.state,
        values: CONSIGNMENT_STATES.map((id) => ({ id, name: words.consignmentState[id] })),
        of: ({ consignment }) => consignment.state,
      },
      {
        id: 'direction',
        name: words.field['direction']!,
        values: (['import', 'export', 'transit'] as const).map((id) => ({ id, name: words.direction[id] })),
        of: ({ consignment }) => consignment.direction,
      },
      {
        id: 'goods',
        name: words.column.goods,
        values: GoodsClass.options.map((id) => ({ id, name: words.goods[id] })),
        of: ({ consignment }) => consignment.goods,
      },
    ],
    columns: [
      {
        id: 'id',
        name: words.column.consignment,
        track: 'minmax(0, 1.1fr)',
        key: ({ id }) => id,
        cell: ({ consignment }) => cells.consignment(consignment),
        small: true,
      },
      {
        id: 'state',
        name: words.column.state,
        track: 'minmax(0, 1.2fr)',
        key: ({ consignment }) => stateIndex(consignment),
        cell: ({ consignment }) => cells.state(consignment),
        small: true,
      },
      {
        id: 'held',
        name: words.column.held,
        track: 'minmax(0, 0.9fr)',
        // As of the last change of a row: days run on for all that are held alike, and need no sorting anew.
        key: ({ consignment: { holds } }) =>
          holds.length === 0
            ? null
            : daysHeld(
                holds,
                untrack(() => room.now ?? 0),
              ),
        cell: ({ consignment }) => cells.held(consignment),
        small: true,
      },
      {
        id: 'stock',
        name: words.column.stock,
        track: 'minmax(0, 0.95fr)',
        key: ({ consignment: { stock } }) => stock && Date.parse(stock.at) + stock.days * 86_400_000,
        cell: ({ consignment }) => cells.stock(consignment),
        small: true,
      },
      {
        id: 'goods',
        name: words.column.goods,
        track: 'minmax(0, 0.9fr)',
        key: ({ consignment }) => words.goods[consignment.goods],
        cell: ({ consignment }) => ({
          text: words.goods[consignment.goods],
          note: isLifeSupport(consignment.goods) ? words.lifeSupport : '',
        }),
      },
      {
        id: 'direction',
        name: words.column.direction,
        track: 'minmax(0, 1.35fr)',
        key: ({ consignment }) => words.direction[consignment.direction],
        cell: ({ consignment }) => cells.direction(consignment),
      },
      {
        id: 'papers',
        name: words.column.papers,
        track: 'minmax(0, 1.1fr)',
        key: ({ consignment }) => at(consignment.papersDueAt ?? consignment.releaseWindow?.to),
        cell: ({ consignment }) => cells.papers(consignment),
      },
      {
        id: 'dependants',
        name: words.column.dependants,
        track: 'minmax(0, 0.9fr)',
        key: ({ consignment }) => dependantNames(consignment.dependants, room) || null,
        cell: ({ consignment: { dependants } }) =>
          dependants.length === 0 ? { text: words.nobody, tone: 'quiet' } : { text: dependantNames(dependants, room) },
        small: true,
      },
    ],
  };
}

/** What stands in each place; read while it is drawn, so that times run on in the rows that are in sight. */
export function goodsCells(room: Room) {
  const { m, format } = room.i18n;
  const words = m.dossiers;
  const now = (): number => room.now ?? 0;
  const since = (instant: string): string => format.hours(now() - Date.parse(instant));
  const near = (instant: string): string => format.timeNear(Date.parse(instant), now());
  return {
    consignment(consignment: Consignment): Cell {
      const { id, description, declaration } = consignment;
      const mark = markOfGoods(consignment, flagOnGoods(consignment, room) !== null, now());
      return { text: id, note: description ?? declaration ?? '', mark };
    },

    state({ state, reason, since: begun }: Consignment): Cell {
      const text = words.consignmentState[state];
      const age = words.stateFor(since(begun));
      switch (state) {
        case 'filed':
        case 'documents_requested':
          return { text, broken: true, note: words.notReleased(since(begun)) };
        case 'prepared':
          return { text, broken: true, note: age };
        case 'held':
        case 'rejected':
          return { text, tone: 'high', note: reason ?? words.noReason };
        default:
          return { text, note: age, tone: state === 'moved' ? 'quiet' : null };
      }
    },

    held(consignment: Consignment): Cell {
      const { holds, state } = consignment;
      if (holds.length === 0) return { text: '–', tone: 'quiet' };
      const text = words.days(format.number(Math.floor(daysHeld(holds, now()) * 10) / 10, 1));
      const count = format.number(holds.length);
      const note =
        state === 'held' ? words.heldNow(count, since(holds.at(-1)!.from)) : words.heldTimes(holds.length, count);
      return { text, tone: heldTone(consignment, now()), note };
    },

    stock(consignment: Consignment): Cell {
      const days = daysOfStock(consignment, now());
      if (days === null)
        return isLifeSupport(consignment.goods) && isOpenGoods(consignment)
          ? { text: words.notCounted, broken: true }
          : { text: '–', tone: 'quiet' };
      const site = consignment.dependants.find(({ type }) => type === 'site');
      return {
        text: words.days(format.number(Math.floor(days * 10) / 10, 1)),
        tone: stockTone(consignment, now()),
        note: site ? words.stockAt(dependantName(site, room)) : '',
      };
    },

    direction(consignment: Consignment): Cell {
      const { direction, crossing } = consignment;
      const flag = flagOnGoods(consignment, room);
      const place = crossing === null ? '' : placeWords(crossing, room);
      const note = flag === null ? place : `${place}: ${words.restrictionKind[flag.kind]}`;
      return { text: words.direction[direction], note, noteTone: flag && 'high' };
    },

    papers({ state, papers, papersDueAt, releaseWindow, releasePaper, underDirective }: Consignment): Cell {
      if (state === 'documents_requested') {
        const text = words.papersCount(papers.length, format.number(papers.length));
        if (papersDueAt === null) return { text };
        const left = Date.parse(papersDueAt) - now();
        return left > 0
          ? { text, note: words.dueIn(format.span(left)) }
          : { text, tone: 'high', note: words.overdueFor(format.span(-left)), noteTone: 'high' };
      }
      if (state === 'released') {
        const text = releasePaper ?? words.field['releasePaper']!;
        if (releaseWindow === null) return { text };
        const left = Date.parse(releaseWindow.to) - now();
        return left > 0
          ? {
              text,
              note: words.until(near(releaseWindow.to)),
              noteTone: left < 2 * 86_400_000 ? 'medium' : null,
            }
          : { text, tone: 'high', note: words.releaseEnded(format.span(-left)), noteTone: 'high' };
      }
      return underDirective ? { text: words.directiveShort, note: words.directiveOf } : { text: '–', tone: 'quiet' };
    },
  };
}

/** What is exported of each consignment: fields as the interface names them, instants in UTC. */
export function goodsCsv(now: number): readonly CsvColumn<GoodsRow>[] {
  const decimal = (value: number | null): number | null => value && Math.round(value * 100) / 100;
  return [
    { name: 'id', value: ({ id }) => id },
    { name: 'state', value: ({ consignment }) => consignment.state },
    { name: 'since', value: ({ consignment }) => consignment.since },
    { name: 'reason', value: ({ consignment }) => consignment.reason },
    { name: 'direction', value: ({ consignment }) => consignment.direction },
    { name: 'crossing', value: ({ consignment }) => consignment.crossing },
    { name: 'goods', value: ({ consignment }) => consignment.goods },
    { name: 'lifeSupport', value: ({ consignment }) => isLifeSupport(consignment.goods) },
    { name: 'description', value: ({ consignment }) => consignment.description },
    { name: 'owner', value: ({ consignment }) => consignment.owner },
    { name: 'valueUsd', value: ({ consignment }) => consignment.valueUsd },
    { name: 'declaration', value: ({ consignment }) => consignment.declaration },
    { name: 'filedAt', value: ({ consignment }) => consignment.filedAt },
    { name: 'daysHeld', value: ({ consignment }) => decimal(daysHeld(consignment.holds, now)) },
    { name: 'holds', value: ({ consignment }) => consignment.holds.length },
    { name: 'stockDays', value: ({ consignment }) => decimal(daysOfStock(consignment, now)) },
    { name: 'papersDueAt', value: ({ consignment }) => consignment.papersDueAt },
    { name: 'releasePaper', value: ({ consignment }) => consignment.releasePaper },
    { name: 'releaseUntil', value: ({ consignment }) => consignment.releaseWindow?.to ?? null },
    { name: 'underDirective', value: ({ consignment }) => consignment.underDirective },
    { name: 'movedBy', value: ({ consignment }) => consignment.movedBy },
    {
      name: 'dependants',
      value: ({ consignment }) => consignment.dependants.map(({ type, id }) => `${type}:${id}`).join('; '),
    },
    { name: 'source', value: ({ consignment }) => consignment.source },
    { name: 'lastObservedAt', value: ({ consignment }) => consignment.lastObservedAt },
    { name: 'invented', value: ({ consignment }) => consignment.invented },
  ];
}
