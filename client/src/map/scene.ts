import { distanceKm, type LatLon, type Site } from '@rearguard/shared';
import { SEVERITIES, type Severity } from '../ui/severity.js';
import type { ConvoyProblem } from '../wall/attention.js';
import type { ConvoyView } from '../wall/convoy-view.js';
import { around, grown, holds, nearest, union, type Box } from './boxes.js';
import { shapeOf, type ConvoyShape, type Ends } from './convoy-shape.js';
import { drawBrackets, drawConvoy, drawEdgeArrow, drawSite, drawTrail, siteMark } from './draw-marks.js';
import { drawEvent } from './draw-event.js';
import { drawBlock, TextSizes, type TextBlock, type TextLine } from './draw-text.js';
import { Projection, type Point } from './mercator.js';
import type { Palette } from './palette.js';
import { placeEdgeMarks, seen, type EdgeMark, type EdgeWish } from './edge-marks.js';
import { placeLabels, type LabelWish } from './place-labels.js';

/** Sizes in pixels at which the map is read from where it hangs. */
export interface MapSizes {
  site: number;
  convoy: number;
  name: number;
  state: number;
  note: number;
  line: number;
  /** On a small map labels are names, and what is wrong. */
  terse: boolean;
}

export interface SceneConvoy {
  view: ConvoyView;
  ends: Ends;
  trail: readonly LatLon[];
  problem: ConvoyProblem | null;
  /** Words of the label: id, then how it goes, then one problem. */
  words: { id: string; going: string; problem: string | null; beyond: (km: number) => string };
}

/** Units of no convoy beyond an edge of the map, as one. */
export interface SceneOutside {
  id: string;
  at: Point;
  text: string;
  /** Said in the colour of what is stale. */
  staleText: string | null;
}

/** What there was no room for, by id: it must be told elsewhere. */
export interface Omitted {
  convoys: string[];
  sites: string[];
}

export interface SceneNote {
  id: string;
  at: LatLon;
  text: string;
  kind: 'country' | 'home' | 'river' | 'town' | 'unit';
}

/** An alert that is open, or an incident of the last days. */
export interface SceneEvent {
  id: string;
  at: LatLon;
  severity: Severity;
  /** Nobody has taken it; or, of an incident alone, that it is new. */
  filled: boolean;
  /** What, and how old; null where a mark alone must do. */
  text: string | null;
  /** It is the one that the map looks at. */
  looked: boolean;
}

/** All that is drawn over the ground, in the order of the guide: sites, convoys, incidents, labels. */
export interface Scene {
  sites: readonly { site: Site; name: string; state: string }[];
  convoys: readonly SceneConvoy[];
  events: readonly SceneEvent[];
  notes: readonly SceneNote[];
  outside: readonly SceneOutside[];
  selectedId: string | null;
  /** Parts of the map that something else covers. */
  covered: readonly Box[];
}

/** Ranks of the guide: convoy in trouble, site, convoy, place. */
const RANK = {
  event: -1,
  trouble: 0,
  minor: 15,
  selected: 1,
  site: 10,
  convoy: 20,
  unit: 25,
  river: 40,
  country: 50,
  town: 60,
} as const;
/** What labels are told apart by. */
const OF = { site: 'site:', convoy: 'convoy:', event: 'event:' } as const;
const TROUBLE: ReadonlySet<string> = new Set(['critical', 'high']);

type Wish = (id: string, at: Point, lines: TextLine[], gap: number, rank: number, leader: boolean) => void;

/** Draws the scene on a flat canvas over the ground. */
export class ScenePainter {
  readonly #pen: CanvasRenderingContext2D;
  readonly #text: TextSizes;
  #sides = new Map<string, number>();
  #edges: EdgeMark[] = [];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly palette: Palette,
    private readonly sizes: MapSizes,
    family: string,
  ) {
    this.#pen = canvas.getContext('2d')!;
    this.#text = new TextSizes(this.#pen, family);
  }

  /** What stays free between two labels, so that the words of one are not read on into the other. */
  get #apart(): number {
    return this.sizes.state * 0.4;
  }

  fontsChanged(): void {
    this.#text.forget();
  }

  /** The convoy whose arrow or label at the edge is at a point of the map, or null. */
  beyondAt(point: Point): string | null {
    const mark = this.#edges.find(({ id, box }) => id.startsWith(OF.convoy) && holds(box, point));
    return mark === undefined ? null : mark.id.slice(OF.convoy.length);
  }

  draw(scene: Scene, projection: Projection): Omitted {
    const pen = this.#pen;
    this.#clear(projection);
    const blocks = new Map<string, TextBlock>();
    const wishes: LabelWish[] = [];
    const taken: Box[] = [];
    const frame = { x: 4, y: 4, width: projection.camera.width - 8, height: projection.camera.height - 8 };
    const wish: Wish = (id, at, lines, gap, rank, leader) => {
      if (!holds(frame, at)) return;
      const block = this.#text.block(lines);
      blocks.set(id, block);
      wishes.push({ id, at, width: block.width, height: block.height, gap, rank, leader });
    };
    // What lies under the legend or beyond the edge has no label: it would point at nothing.
    const label: Wish = (id, at, ...rest) => seen(at, frame, scene.covered) && wish(id, at, ...rest);
    for (const one of scene.sites) this.#site(one, projection, taken, label);
    for (const convoy of scene.convoys) this.#trail(convoy, projection);
    const shapes = scene.convoys.map((convoy) => this.#convoy(convoy, scene.selectedId, projection, taken, label));
    for (const event of scene.events.toReversed()) this.#event(event, projection, taken, label);
    const lost = this.#beyond(scene, shapes, projection, frame, taken);
    this.#notes(scene.notes, projection, taken, wish);
    const labels = placeLabels(wishes, [...scene.covered, ...taken], frame, this.#sides, this.#apart);
    // Leaders first: where one must cross a text, the text's halo interrupts it.
    for (const { leader } of labels.placed) if (leader) this.#leader(leader);
    for (const label of labels.placed) {
      drawBlock(pen, blocks.get(label.id)!, label, this.#text.family, this.palette);
    }
    scene.convoys.forEach(({ view }, i) => {
      const shape = shapes[i];
      if (shape && view.convoy.id === scene.selectedId)
        drawBrackets(
          pen,
          [shape.head, shape.tail],
          this.sizes.convoy * 1.35,
          this.sizes.line * 1.6,
          this.palette.select,
        );
    });
    const left = [...lost, ...labels.left];
    const of = (kind: string): string[] => left.flatMap((id) => (id.startsWith(kind) ? [id.slice(kind.length)] : []));
    return { convoys: of(OF.convoy), sites: of(OF.site) };
  }

  /** Arrows for what is beyond the edge; the ids for which there is no room. */
  #beyond(
    scene: Scene,
    shapes: readonly (ConvoyShape | null)[],
    projection: Projection,
    frame: Box,
    taken: Box[],
  ): string[] {
    const { name, state, convoy: px } = this.sizes;
    const inks = new Map<string, { block: TextBlock; color: string; stale: boolean }>();
    const wishes: EdgeWish[] = [];
    const add = (id: string, at: Point, lines: TextLine[], rank: number, color: string, stale: boolean): void => {
      const block = this.#text.block(lines);
      inks.set(id, { block, color, stale });
      wishes.push({ id, at, width: block.width, height: block.height, rank });
    };
    scene.convoys.forEach((convoy, i) => {
      const head = shapes[i]?.head;
      if (head === undefined || seen(head, frame, scene.covered)) return;
      const { view, words } = convoy;
      const color = this.#ink(convoy);
      const km = distanceKm(projection.place(nearest(frame, head)), projection.place(head));
      const lines = [
        { text: words.id, px: name, weight: 680, color: convoy.problem === null ? this.palette.text : color },
      ];
      if (words.problem !== null) lines.push({ text: words.problem, px: state, weight: 600, color });
      if (!this.sizes.terse) lines.push({ text: words.beyond(km), px: state, weight: 450, color: this.palette.text2 });
      add(OF.convoy + view.convoy.id, head, lines, this.#rank(convoy, scene.selectedId), color, view.stale);
    });
    for (const { id, at, text, staleText } of scene.outside) {
      const lines = [{ text, px: state, weight: 450, color: this.palette.text2 }];
      if (staleText !== null) lines.push({ text: staleText, px: state, weight: 600, color: this.palette.stale });
      add(id, at, lines, RANK.unit, this.palette.ours, false);
    }
    const { placed, left } = placeEdgeMarks(wishes, frame, scene.covered, taken, px);
    this.#edges = placed;
    for (const mark of placed) {
      const { block, color, stale } = inks.get(mark.id)!;
      drawEdgeArrow(this.#pen, mark.tip, mark.course, { color, stale }, px);
      drawBlock(this.#pen, block, mark, this.#text.family, this.palette);
      taken.push(grown(mark.box, this.#apart));
    }
    return left;
  }

  #rank({ view, problem }: SceneConvoy, selectedId: string | null): number {
    if (problem !== null && TROUBLE.has(problem.severity))
      return RANK.trouble + SEVERITIES.indexOf(problem.severity) / 10;
    return view.convoy.id === selectedId ? RANK.selected : RANK.convoy;
  }

  #clear({ camera }: Projection): void {
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.#pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#pen.clearRect(0, 0, camera.width, camera.height);
  }

  #site({ site, name, state }: Scene['sites'][number], projection: Projection, taken: Box[], wish: Wish): void {
    const at = projection.point(site);
    const px = this.sizes.site;
    const mark = siteMark(site);
    drawSite(this.#pen, at, mark, site.hub, px, this.palette);
    taken.push(around(at, px * (site.hub ? 0.85 : 0.6)));
    const done = mark === 'handedOver' || mark === 'closed';
    const lines = [
      { text: name, px: this.sizes.name, weight: 600, color: done ? this.palette.text2 : this.palette.text },
    ];
    if (!this.sizes.terse) lines.push({ text: state, px: this.sizes.state, weight: 450, color: this.palette.text2 });
    wish(OF.site + site.id, at, lines, px * (site.hub ? 1.15 : 0.95), RANK.site + (done ? 1 : 0), true);
  }

  #event(event: SceneEvent, projection: Projection, taken: Box[], wish: Wish): void {
    const at = projection.point(event.at);
    const px = this.sizes.convoy * 1.15;
    const head = drawEvent(this.#pen, at, event, px, this.palette);
    const stem = px * 0.2;
    taken.push(around(head, px * 0.6), { x: at.x - stem, y: head.y, width: 2 * stem, height: at.y - head.y });
    if (event.looked) taken.push(grown(union(around(at, 0), around(head, 0)), px * 1.1));
    if (event.looked) drawBrackets(this.#pen, [at, head], px * 1.1, this.sizes.line * 1.6, this.palette.select);
    if (event.text === null) return;
    const color = event.filled || event.looked ? this.palette[event.severity] : this.palette.text2;
    const lines = [{ text: event.text, px: this.sizes.state, weight: 650, color }];
    const rank = event.looked || TROUBLE.has(event.severity) ? RANK.event : RANK.minor;
    wish(OF.event + event.id, head, lines, px * (event.looked ? 1.3 : 0.8), rank, true);
  }

  #ink(convoy: SceneConvoy): string {
    const { problem, view } = convoy;
    if (view.stale) return this.palette.stale;
    if (problem === null) return view.convoy.state === 'departed' ? this.palette.ours : this.palette.oursDim;
    return this.palette[problem.severity];
  }

  #trail(convoy: SceneConvoy, projection: Projection): void {
    if (convoy.trail.length < 2 || convoy.view.convoy.state !== 'departed') return;
    const points = convoy.trail.map((place) => projection.point(place));
    drawTrail(this.#pen, points, convoy.view.stale ? this.palette.stale : this.palette.ours, this.sizes.line * 2.2);
  }

  #convoy(
    convoy: SceneConvoy,
    selectedId: string | null,
    projection: Projection,
    taken: Box[],
    wish: Wish,
  ): ConvoyShape | null {
    const { view, words, problem } = convoy;
    // What has not left or is back in a camp is a line in the list; on the map it would hide its site.
    if (view.convoy.state !== 'departed') return null;
    const px = this.sizes.convoy;
    const shape = shapeOf(view, convoy.ends, projection, px * 0.9);
    if (shape === null) return null;
    const color = this.#ink(convoy);
    drawConvoy(this.#pen, shape, { color, stale: view.stale, halted: view.haltedMs !== null }, px, this.palette);
    const selected = view.convoy.id === selectedId;
    for (const point of shape.body) taken.push(around(point, px * (selected ? 1.3 : 0.55)));
    // The arrow, and the broken ring around it.
    taken.push(around(shape.head, px * (view.stale ? 1.15 : 0.7)));
    const trouble = problem !== null && TROUBLE.has(problem.severity);
    const lines: TextLine[] = [
      { text: words.id, px: this.sizes.name, weight: 680, color: trouble || view.stale ? color : this.palette.text },
    ];
    if (!this.sizes.terse)
      lines.push({ text: words.going, px: this.sizes.state, weight: 450, color: this.palette.text2 });
    if (words.problem !== null) lines.push({ text: words.problem, px: this.sizes.state, weight: 600, color });
    const gap = px * (selected ? 1.6 : view.stale ? 1.3 : 0.95);
    wish(OF.convoy + view.convoy.id, shape.head, lines, gap, this.#rank(convoy, selectedId), true);
    return shape;
  }

  #notes(notes: readonly SceneNote[], projection: Projection, taken: Box[], wish: Wish): void {
    const { width, height } = projection.camera;
    const { note } = this.sizes;
    for (const { id, at, text, kind } of notes) {
      const point = projection.point(at);
      if (point.x < 0 || point.y < 0 || point.x > width || point.y > height) continue;
      const line = { text, px: note, weight: 450, color: this.palette.text3 };
      if (kind === 'country' || kind === 'home')
        wish(
          id,
          point,
          [{ ...line, text: spaced(text), px: note * (kind === 'home' ? 1.15 : 1), weight: 500 }],
          0,
          RANK.country,
          false,
        );
      else if (kind === 'river') wish(id, point, [{ ...line, color: this.palette.waterText }], 2, RANK.river, false);
      else if (kind === 'unit') {
        taken.push(around(point, note));
        wish(id, point, [{ ...line, color: this.palette.text2 }], note * 1.1, RANK.unit, true);
      } else {
        this.#pen.fillStyle = this.palette.text3;
        this.#pen.beginPath();
        this.#pen.arc(point.x, point.y, note / 7, 0, 2 * Math.PI);
        this.#pen.fill();
        wish(id, point, [line], note * 0.4, RANK.town, false);
      }
    }
  }

  #leader({ from, to }: { from: Point; to: Point }): void {
    const pen = this.#pen;
    pen.save();
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    // Told from roads and borders, which are as thin and as grey, by a rim in the colour of the land.
    for (const [color, width] of [
      [this.palette.land, 4],
      [this.palette.text, 1.2],
    ] as const) {
      pen.strokeStyle = color;
      pen.lineWidth = this.sizes.line * width;
      pen.stroke();
    }
    pen.restore();
  }
}

/** Names of countries stand wide; a script without capitals stays as it is. */
const spaced = (text: string): string => [...text.toUpperCase()].join('\u200a\u200a');
