import type { UnitFacts } from '@rearguard/shared';
import type { LivePicture } from '../live/live-picture.svelte.js';
import { TRACK_FLOATS, type LiveTracks } from '../live/live-tracks.js';
import type { Projection } from './mercator.js';
import { rgb, type Palette } from './palette.js';
import { CELLS, type SymbolAtlas } from './symbols.js';
import { compile } from './units-shader.js';

/** Numbers for each unit that change seldom: limit in seconds, cell of its symbol, kind. */
const FACT_FLOATS = 3;
const KIND = { hidden: 0, unit: 1, convoy: 2, unregistered: 3 } as const;
/** From here on single vehicles of a convoy can be told apart, and symbols be read. */
const NEAR_ZOOM = 9;
/** Unregistered units are few, or somebody is testing; with many, symbols would hide the map. */
const MANY_UNITS = 400;
/** More than this and full-sized marks would be one grey field. */
const CROWD = 1_500;

/** What the layer reads of the picture. */
export type Drawn = Pick<LivePicture, 'units' | 'unitsRevision' | 'convoys'>;

/**
 * Every unit in one drawing call from packed arrays. What moves is uploaded as it lies in {@link LiveTracks}; whether a
 * unit is stale, the graphics card decides from its age.
 */
export class UnitsLayer {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #moving: WebGLBuffer;
  readonly #facts: WebGLBuffer;
  readonly #texture: WebGLTexture;
  readonly #at: (name: string) => WebGLUniformLocation | null;
  #factRows = new Float32Array(0);
  #factsRevision = -1;
  #convoys: Drawn['convoys'] | null = null;
  #tracksRevision = -1;
  #atlasRevision = -1;
  #capacity = 0;

  /** @throws Error when the browser gives no WebGL 2 */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    palette: Palette,
    private readonly atlas: SymbolAtlas,
    /** Pixels of a unit's mark at a distance. */
    private readonly markPx: number,
  ) {
    const gl = canvas.getContext('webgl2', { alpha: true, premultipliedAlpha: true, antialias: false });
    if (gl === null) throw new Error('no WebGL 2');
    this.#gl = gl;
    this.#program = compile(gl);
    const places = new Map<string, WebGLUniformLocation | null>();
    // Asking the card anew for each drawing is dear.
    this.#at = (name) => {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(this.#program, name));
      return places.get(name)!;
    };
    this.#moving = gl.createBuffer();
    this.#facts = gl.createBuffer();
    this.#texture = gl.createTexture();
    gl.useProgram(this.#program);
    this.#attribute('a_moving', this.#moving, TRACK_FLOATS);
    this.#attribute('a_facts', this.#facts, FACT_FLOATS);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.uniform3fv(this.#at('u_ours'), rgb(palette.ours));
    gl.uniform3fv(this.#at('u_stale'), rgb(palette.stale));
    gl.uniform3fv(this.#at('u_ground'), rgb(palette.ground));
    gl.uniform1f(this.#at('u_cells'), CELLS);
  }

  /** @param now room time in epoch ms */
  draw(projection: Projection, tracks: LiveTracks, picture: Drawn, now: number): void {
    const gl = this.#gl;
    this.#resize(projection);
    this.#upload(tracks, picture);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (tracks.size === 0) return;
    const { sx, sy, tx, ty } = projection.clip();
    const ratio = this.canvas.width / Math.max(1, projection.camera.width);
    gl.uniform4f(this.#at('u_clip'), sx, sy, tx, ty);
    gl.uniform1f(this.#at('u_now'), now / 1_000 - tracks.secondsFrom);
    gl.uniform1f(this.#at('u_mark'), this.markPx * ratio * (picture.units.size > CROWD ? 0.6 : 1));
    gl.uniform1f(this.#at('u_near'), projection.camera.zoom >= NEAR_ZOOM ? 1 : 0);
    gl.uniform1f(this.#at('u_few'), picture.units.size <= MANY_UNITS ? 1 : 0);
    gl.drawArrays(gl.POINTS, 0, tracks.size);
  }

  /** Seconds after which a unit is stale; 0 for one that has no mark of its own. */
  limitS(no: number): number {
    const at = no * FACT_FLOATS;
    const kind = this.#factRows[at + 2];
    return kind === KIND.unit || kind === KIND.unregistered ? this.#factRows[at]! : 0;
  }

  destroy(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #attribute(name: string, buffer: WebGLBuffer, floats: number): void {
    const gl = this.#gl;
    const at = gl.getAttribLocation(this.#program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, floats, gl.FLOAT, false, 0, 0);
  }

  #resize({ camera }: Projection): void {
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.#gl.viewport(0, 0, width, height);
  }

  #upload(tracks: LiveTracks, { units, unitsRevision, convoys }: Drawn): void {
    const gl = this.#gl;
    const rows = tracks.observedAt.length;
    const grown = rows !== this.#capacity;
    this.#capacity = rows;
    if (grown || this.#tracksRevision !== tracks.revision) {
      this.#tracksRevision = tracks.revision;
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#moving);
      if (grown) gl.bufferData(gl.ARRAY_BUFFER, tracks.packed, gl.DYNAMIC_DRAW);
      else gl.bufferSubData(gl.ARRAY_BUFFER, 0, tracks.packed, 0, tracks.size * TRACK_FLOATS);
    }
    if (grown || this.#factsRevision !== unitsRevision || this.#convoys !== convoys) {
      this.#factsRevision = unitsRevision;
      this.#convoys = convoys;
      this.#fillFacts(rows, units);
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#facts);
      gl.bufferData(gl.ARRAY_BUFFER, this.#factRows, gl.DYNAMIC_DRAW);
    }
    if (this.#atlasRevision !== this.atlas.revision) {
      this.#atlasRevision = this.atlas.revision;
      gl.bindTexture(gl.TEXTURE_2D, this.#texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, this.atlas.canvas);
      gl.generateMipmap(gl.TEXTURE_2D);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    }
  }

  #fillFacts(rows: number, units: ReadonlyMap<string, UnitFacts>): void {
    if (this.#factRows.length !== rows * FACT_FLOATS) this.#factRows = new Float32Array(rows * FACT_FLOATS);
    // A unit whose facts have not come yet is not drawn: we could not say how old is too old for it.
    this.#factRows.fill(KIND.hidden);
    // Head and tail are the ends of the convoy's own drawing.
    const ends = new Set(
      Object.values(this.#convoys ?? {}).flatMap((convoy) =>
        convoy.state === 'departed' ? [convoy.headUnitId, convoy.tailUnitId] : [],
      ),
    );
    for (const unit of units.values()) {
      if (unit.no >= rows || ends.has(unit.id)) continue;
      const at = unit.no * FACT_FLOATS;
      this.#factRows[at] = unit.staleAfterS;
      this.#factRows[at + 1] = this.atlas.cell(unit.symbol, unit.registered);
      this.#factRows[at + 2] = !unit.registered ? KIND.unregistered : unit.convoyId !== null ? KIND.convoy : KIND.unit;
    }
  }
}
