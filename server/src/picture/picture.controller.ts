import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import {
  Change,
  Convoy,
  InstantIn,
  type Page,
  page,
  Picture,
  Route,
  Site,
  Theatre,
  TrackPoint,
  Unit,
} from '@rearguard/shared';
import { z } from 'zod';
import { Allow } from '../access/decorators.js';
import { ChangeLog } from '../changes/change-log.js';
import { PositionStore } from '../movements/positions/position-store.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, MAX_LIMIT, PageQuery, toCursor } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import { ROUTES, THEATRE } from '../theatre/index.js';
import { LivePicture } from './live-picture.js';
import { PastPicture } from './past-picture.js';
import { RoomTime } from './room-time.js';
import { HasHistory, HISTORY_KINDS, nothing, UnitIsShown } from './subject-exists.guard.js';

/** A time in a query arrives as text; digits alone are milliseconds. */
const InstantQuery = z
  .string()
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : text))
  .pipe(InstantIn);
const PictureQuery = z.object({ at: InstantQuery.optional() });
const ChangesQuery = z.object({
  after: z.coerce.number().int().min(0).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(100),
});
const TrackQuery = PageQuery.extend({ from: InstantQuery.optional(), to: InstantQuery.optional() });
const UnitsQuery = PageQuery.extend({
  convoyId: z.string().optional(),
  registered: z.stringbool().optional(),
  stale: z.stringbool().optional(),
});
const ConvoysQuery = PageQuery.extend({ state: Convoy.shape.state.optional(), routeId: z.string().optional() });
const SitesQuery = PageQuery.extend({ state: Site.shape.state.optional(), phaseId: z.string().optional() });

/** Longest track in one question without `from`: the last day. */
const TRACK_DEFAULT_MS = 86_400_000;

/** Reading the room: the picture now and then, the changes, and its subjects. */
@Controller('api')
@Allow('picture.read')
export class PictureController {
  constructor(
    private readonly picture: LivePicture,
    private readonly past: PastPicture,
    private readonly log: ChangeLog,
    private readonly positions: PositionStore,
    private readonly time: RoomTime,
  ) {}

  @Get('picture')
  @Describe({ summary: 'Everything as it stands, or as it stood at an instant', query: PictureQuery, reply: Picture })
  async now(@Query(zodQuery(PictureQuery)) { at }: z.infer<typeof PictureQuery>): Promise<Picture> {
    if (at === undefined) return this.picture.snapshot();
    if (at > this.time.now()) {
      throw new Problem(422, { code: 'in-the-future', message: "at lies after the room's clock", path: '/at' });
    }
    return this.past.at(at);
  }

  @Get('changes')
  @Describe({ summary: 'Numbered changes after a number, in order', query: ChangesQuery, reply: page(Change) })
  async changes(@Query(zodQuery(ChangesQuery)) query: z.infer<typeof ChangesQuery>): Promise<Page<Change>> {
    const after = fromCursor(query.cursor, z.int()) ?? query.after ?? 0;
    return pageOfChanges(await this.log.read(after, query.limit + 1), query.limit);
  }

  @Get('theatre')
  @Describe({ summary: 'The mission, its phases and places', reply: Theatre })
  theatre(): Theatre {
    return THEATRE;
  }

  @Get('routes')
  @Describe({ summary: 'The roads that convoys use', query: PageQuery, reply: page(Route) })
  routes(@Query(zodQuery(PageQuery)) query: PageQuery): Page<Route> {
    return pageById(ROUTES, query);
  }

  @Get('routes/:id')
  @Describe({ summary: 'One road', reply: Route })
  route(@Param('id') id: string): Route {
    return found(ROUTES.find((route) => route.id === id) ?? null, 'route', id);
  }

  @Get('units')
  @Describe({ summary: 'Units with their newest position', query: UnitsQuery, reply: page(Unit) })
  units(@Query(zodQuery(UnitsQuery)) query: z.infer<typeof UnitsQuery>): Page<Unit> {
    return pageById(Object.values(this.picture.snapshot().units).filter(fits(query)), query);
  }

  @Get('units/:id')
  @Describe({ summary: 'One unit', reply: Unit })
  unit(@Param('id') id: string): Unit {
    return found(this.picture.unit(id), 'unit', id);
  }

  @Get('units/:id/track')
  @UseGuards(UnitIsShown)
  @Describe({ summary: 'Where a unit was, by time of observation', query: TrackQuery, reply: page(TrackPoint) })
  async track(
    @Param('id') id: string,
    @Query(zodQuery(TrackQuery)) query: z.infer<typeof TrackQuery>,
  ): Promise<Page<TrackPoint>> {
    const no = found(this.picture.unitNo(id), 'unit', id);
    // The feed may run up to five minutes ahead of the room's clock; without `to` that is part of the track.
    const to = query.to ?? this.time.now() + TRACK_DEFAULT_MS;
    const from = query.from ?? this.time.now() - TRACK_DEFAULT_MS;
    const after = fromCursor(query.cursor, z.string().max(80)) ?? null;
    const { items, nextCursor } = await this.positions.track(no, from, to, after, query.limit);
    return { items, nextCursor: nextCursor === null ? null : toCursor(nextCursor) };
  }

  @Get('convoys')
  @Describe({ summary: 'Convoys', query: ConvoysQuery, reply: page(Convoy) })
  convoys(@Query(zodQuery(ConvoysQuery)) query: z.infer<typeof ConvoysQuery>): Page<Convoy> {
    return pageById(Object.values(this.picture.snapshot().convoys).filter(fits(query)), query);
  }

  @Get('convoys/:id')
  @Describe({ summary: 'One convoy', reply: Convoy })
  convoy(@Param('id') id: string): Convoy {
    return found(this.picture.convoy(id), 'convoy', id);
  }

  @Get('sites')
  @Describe({ summary: 'The bases of the mission', query: SitesQuery, reply: page(Site) })
  sites(@Query(zodQuery(SitesQuery)) query: z.infer<typeof SitesQuery>): Page<Site> {
    return pageById(Object.values(this.picture.snapshot().sites).filter(fits(query)), query);
  }

  @Get('sites/:id')
  @Describe({ summary: 'One base', reply: Site })
  site(@Param('id') id: string): Site {
    return found(this.picture.site(id), 'site', id);
  }

  @Get(':kind/:id/history')
  @UseGuards(HasHistory)
  @Describe({ summary: 'Every change of a unit, convoy or site, oldest first', query: PageQuery, reply: page(Change) })
  async history(
    @Param('kind') kinds: string,
    @Param('id') id: string,
    @Query(zodQuery(PageQuery)) query: PageQuery,
  ): Promise<Page<Change>> {
    const after = fromCursor(query.cursor, z.int()) ?? 0;
    return pageOfChanges(await this.log.history(HISTORY_KINDS.get(kinds)!, id, after, query.limit + 1), query.limit);
  }
}

function found<Thing>(thing: Thing | null, kind: string, id: string): Thing {
  if (thing === null) throw nothing(kind, id);
  return thing;
}

/** True for subjects whose fields equal the filters that were given. */
function fits<Query extends PageQuery>({ cursor: _cursor, limit: _limit, ...filters }: Query) {
  const wanted = Object.entries(filters).filter(([, value]) => value !== undefined);
  return (subject: object) => wanted.every(([name, value]) => (subject as Record<string, unknown>)[name] === value);
}

function pageById<Item extends { id: string }>(all: readonly Item[], { cursor, limit }: PageQuery): Page<Item> {
  const after = fromCursor(cursor, z.string()) ?? '';
  const rest = [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).filter((item) => item.id > after);
  const items = rest.slice(0, limit);
  return { items, nextCursor: rest.length > limit ? toCursor(items.at(-1)!.id) : null };
}

function pageOfChanges(changes: Change[], limit: number): Page<Change> {
  const items = changes.slice(0, limit);
  return { items, nextCursor: changes.length > limit ? toCursor(items.at(-1)!.seq) : null };
}
