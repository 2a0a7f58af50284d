/** Name and system in what a browser calls itself, the special ones before those whose name they carry as well. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox · Windows`, or the first word when it is neither. */
export function browserName(agent: string): string {
  const first = (among: readonly [RegExp, string][]): string | undefined =>
    among.find(([sign]) => sign.test(agent))?.[1];
  const known = [first(BROWSERS), first(SYSTEMS)].filter((name) => name !== undefined);
  return known.length > 0 ? known.join(' · ') : (agent.split(/[\s/]/, 1)[0] ?? agent);
}
