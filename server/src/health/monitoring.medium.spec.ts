// Real: PostgreSQL, a whole live server, and the files that operators load.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AccessTokens } from '../access/access-tokens.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}

const ROOT = join(import.meta.dirname, '../../..');
const file = (path: string) => readFileSync(join(ROOT, 'ops/monitoring', path), 'utf8');
const rules = (parse(file('alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(file('dashboard.json')) as { panels: { title: string; targets: { expr: string }[] }[] };

/** Names of figures in an expression of PromQL; `up` is Prometheus's own. */
const figuresOf = (expression: string) => expression.match(/\b(rearguard|nodejs|process)_\w+/g) ?? [];

let room: TestRoom;
let series: Set<string>;
beforeAll(async () => {
  room = await openRoom();
  await room.send([{ unitId: 'M-1', lat: 16, lon: -3, observedAt: Date.now() }]);
  const { secret } = await room.app.get(AccessTokens).createForReading('prometheus');
  await eventually(async () => {
    const reply = await fetch(`${room.url}/metrics`, { headers: { authorization: `Bearer ${secret}` } });
    series = new Set((await reply.text()).split('\n').flatMap((line) => /^[a-z]\w+/.exec(line)?.[0] ?? []));
    return series.has('rearguard_feed_lag_seconds'); // there from the first batch on
  }, 'the figures');
});
afterAll(() => room.close());

describe('what an operator is shown and woken by', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s', (_, { expr, labels, annotations }) => {
    const figures = figuresOf(expr);
    if (!expr.startsWith('up{')) expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter((name) => !series.has(name))).toEqual([]);
    expect(labels.severity).toMatch(/^(page|ticket)$/);
    expect(annotations.summary).toMatch(/\.$/);
    expect(existsSync(join(ROOT, annotations.runbook))).toBe(true);
  });

  it.each(dashboard.panels.map((panel) => [panel.title, panel] as const))('the panel "%s"', (_, { targets }) => {
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.flatMap(({ expr }) => figuresOf(expr)).filter((name) => !series.has(name))).toEqual([]);
  });

  it('covers every figure of ours: none is made that nobody looks at', () => {
    const looked = new Set(
      [...rules, ...dashboard.panels.flatMap(({ targets }) => targets)].flatMap(({ expr }) => figuresOf(expr)),
    );
    const bare = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
    const seen = new Set([...looked].map(bare));
    const unseen = [...series].filter((name) => name.startsWith('rearguard_') && !seen.has(bare(name)));
    expect(unseen).toEqual(['rearguard_feed_accepted']); // it is for reports, not for watching
  });
});
