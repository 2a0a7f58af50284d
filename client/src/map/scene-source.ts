import type { I18n } from '../i18n/i18n.svelte.js';
import { arrivalWords, speedWords } from '../wall/convoy-words.js';
import { shortWords } from '../wall/problem-words.js';
import type { Room } from '../wall/room.svelte.js';
import { siteState } from '../wall/site-words.js';
import type { BaseMap } from './base-map.js';
import type { Box } from './boxes.js';
import { COUNTRIES, RIVER_NAMES } from './country-labels.js';
import type { Projection } from './mercator.js';
import { mapEvents } from './map-events.js';
import { outsideUnits } from './outside-units.js';
import type { Scene, SceneNote, SceneOutside } from './scene.js';
import { townName } from './town-names.js';

/** Names of more unregistered units than this would say nothing. */
const NAMED_UNITS = 30;

interface Parts {
  room: Room;
  i18n: I18n;
  base: BaseMap;
  pane: HTMLElement;
  scene: HTMLCanvasElement;
  /** Seconds after which a unit is stale, by its number; 0 for one that has no mark of its own. */
  limitS: (no: number) => number;
}

/** Puts what the map shows over its ground into words and places, out of the live room. */
export class SceneSource {
  constructor(private readonly parts: Parts) {}

  /** Everything as it stands now. */
  read(projection: Projection): Scene {
    const { room, i18n, scene } = this.parts;
    const { m } = i18n;
    const now = room.now ?? 0;
    const origin = scene.getBoundingClientRect();
    const marks = new Map(room.theatre.phases.map((phase) => [phase.id, phase.mark]));
    return {
      selectedId: room.selectedId,
      sites: Object.values(room.live.picture.sites).map((site) => ({
        site,
        name: i18n.name(site.name),
        state: [
          siteState(site, i18n),
          ...(site.hub ? [m.hub] : site.state === 'open' ? [marks.get(site.phaseId) ?? ''] : []),
        ].join(m.listAnd),
      })),
      convoys: room.convoys.map((view) => {
        const head = room.whereIs(view.convoy.headUnitId);
        const problem = room.problems.get(view.convoy.id) ?? null;
        const coming = arrivalWords(view, i18n, now).text;
        // A halt that is the problem is told once, with its length.
        const going = view.stale
          ? room.way(view)
          : problem?.kind === 'halted'
            ? coming
            : [speedWords(view, i18n).text, coming].join(m.listAnd);
        return {
          view,
          ends: { head, tail: room.whereIs(view.convoy.tailUnitId), courseDeg: head?.courseDeg ?? null },
          trail: view.convoy.headUnitId === null ? [] : room.trails.of(view.convoy.headUnitId),
          problem,
          words: {
            id: view.convoy.id,
            going,
            problem: problem === null ? null : shortWords(problem, i18n, now),
            beyond: (km) => m.beyond(m.km(i18n.format.km(km))),
          },
        };
      }),
      events: mapEvents(room, i18n),
      notes: this.#notes(projection),
      outside: this.#outside(projection),
      covered: [...this.parts.pane.querySelectorAll('[data-map-covered]')].map((element): Box => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x - origin.x, y: y - origin.y, width, height };
      }),
    };
  }

  #outside(projection: Projection): SceneOutside[] {
    const { room, i18n } = this.parts;
    const { tracks, picture, time } = room.live;
    const { m, format } = i18n;
    const groups = outsideUnits(tracks, this.parts.limitS, projection, time.read() ?? 0);
    return groups.map(({ edge, count, stale, no, at }) => {
      const only = count === 1 ? [...picture.units.values()].find((unit) => unit.no === no) : undefined;
      return {
        id: `units:${edge}`,
        at,
        text: only === undefined ? m.unitsBeyond(count, format.number(count)) : (only.callsign ?? only.id),
        staleText: stale === 0 ? null : m.staleCount(stale, format.number(stale)),
      };
    });
  }

  #notes(projection: Projection): SceneNote[] {
    const { room, i18n, base } = this.parts;
    const { zoom } = projection.camera;
    const notes: SceneNote[] = COUNTRIES.map(({ code, lat, lon, home }) => ({
      id: `country:${code}`,
      at: { lat, lon },
      text: i18n.format.country(code),
      kind: home ? 'home' : 'country',
    }));
    RIVER_NAMES.forEach(({ id, lat, lon }, i) =>
      notes.push({ id: `river:${i}`, at: { lat, lon }, text: i18n.m.rivers[id], kind: 'river' }),
    );
    const taken = new Set(Object.values(room.live.picture.sites).map((site) => site.name.en));
    // The nearer we look, the smaller the towns that are named.
    const least = 1_500_000 / 4 ** Math.max(0, zoom - (innerWidth >= 2200 ? 5.4 : 4.6));
    for (const [name, , population, lon, lat] of base.towns) {
      if (population < least) break;
      if (!taken.has(name))
        notes.push({ id: `town:${name}`, at: { lat, lon }, text: townName(name, i18n.language), kind: 'town' });
    }
    if (room.units.unregistered > 0 && room.units.unregistered <= NAMED_UNITS)
      for (const unit of room.live.picture.units.values()) {
        const at = unit.registered ? null : room.whereIs(unit.id);
        if (at !== null)
          notes.push({
            id: `unit:${unit.id}`,
            at,
            text: `${unit.callsign ?? unit.id} · ${i18n.m.unregistered}`,
            kind: 'unit',
          });
      }
    return notes;
  }
}
