/**
 * a_moving: x, y relative to the theatre's middle, second of observation, course in degrees or -1.
 * a_facts: limit of staleness in seconds, cell of the symbol, kind (0 hidden, 1 unit, 2 of a convoy, 3 unregistered).
 */
const VERTEX = `#version 300 es
in vec4 a_moving;
in vec3 a_facts;
uniform vec4 u_clip;
uniform float u_now;
uniform float u_mark;
uniform float u_near;
uniform float u_few;
uniform float u_cells;
out float v_course;
out float v_stale;
out float v_symbol;
out vec2 v_cell;
out float v_size;
out float v_kind;
void main() {
  float kind = a_facts.z;
  bool shown = kind > 0.5 && a_moving.z > -1e8 && !(kind > 1.5 && kind < 2.5 && u_near < 0.5);
  v_symbol = (u_near > 0.5 || (u_few > 0.5 && kind > 2.5)) ? 1.0 : 0.0;
  v_size = u_mark * (v_symbol > 0.5 ? 2.6 : 1.0);
  v_kind = kind;
  v_course = a_moving.w < 0.0 ? -1.0 : radians(a_moving.w);
  v_stale = u_now - a_moving.z > a_facts.x ? 1.0 : 0.0;
  v_cell = vec2(mod(a_facts.y, u_cells), floor(a_facts.y / u_cells)) / u_cells;
  gl_Position = shown ? vec4(a_moving.xy * u_clip.xy + u_clip.zw, 0.0, 1.0) : vec4(9.0, 9.0, 0.0, 1.0);
  gl_PointSize = v_size;
}`;

/** A dart on its course, a disc when the course is unknown; an outline when stale; or the unit's symbol. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 u_ours;
uniform vec3 u_stale;
uniform vec3 u_ground;
uniform float u_cells;
uniform sampler2D u_atlas;
in float v_course;
in float v_stale;
in float v_symbol;
in vec2 v_cell;
in float v_size;
in float v_kind;
out vec4 color;
float segment(vec2 p, vec2 a, vec2 b) {
  vec2 pa = p - a, ba = b - a;
  return length(pa - ba * clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0));
}
float dart(vec2 p) {
  p.x = abs(p.x);
  vec2 tip = vec2(0.0, -0.40), wing = vec2(0.30, 0.34), notch = vec2(0.0, 0.18);
  float edge = min(segment(p, tip, wing), segment(p, wing, notch));
  bool inTip = (wing.x - tip.x) * (p.y - tip.y) - (wing.y - tip.y) * (p.x - tip.x) > 0.0;
  bool inNotch = (wing.x - notch.x) * (p.y - notch.y) - (wing.y - notch.y) * (p.x - notch.x) < 0.0;
  return inTip && inNotch ? -edge : edge;
}
void main() {
  vec3 tint = v_stale > 0.5 ? u_stale : u_ours;
  if (v_symbol > 0.5) {
    float ink = texture(u_atlas, v_cell + gl_PointCoord / u_cells).a;
    // A broken outline says the same as the colour.
    if (v_stale > 0.5 && mod(gl_FragCoord.x + gl_FragCoord.y, 10.0) < 4.0) ink *= 0.25;
    color = vec4(tint * ink, ink);
    return;
  }
  vec2 p = gl_PointCoord - 0.5;
  float d = length(p) - 0.26;
  if (v_course >= 0.0) {
    float c = cos(v_course), s = sin(v_course);
    d = dart(vec2(c * p.x + s * p.y, -s * p.x + c * p.y));
  }
  float px = 1.0 / v_size;
  float body = 1.0 - smoothstep(0.0, px * 1.5, d);
  float halo = 1.0 - smoothstep(px * 1.0, px * 3.0, d);
  if (v_stale > 0.5 || v_kind > 2.5) body *= smoothstep(-px * 3.5, -px * 2.0, d);
  float alpha = max(body, halo * 0.75);
  if (alpha < 0.01) discard;
  color = vec4(mix(u_ground, tint, body) * alpha, alpha);
}`;

/** @throws Error with the card's own words when it does not take the program */
export function compile(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? 'shader');
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? 'program');
  return program;
}
