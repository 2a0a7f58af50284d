/** The tokens that the map draws with, read from the page so that there is one place for colours. */
const TOKENS = {
  void: '--void',
  land: '--land',
  landHome: '--land-home',
  ground: '--ground',
  panel: '--panel',
  border: '--border',
  borderHome: '--border-home',
  water: '--water',
  waterText: '--water-text',
  road: '--road',
  road2: '--road-2',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  ours: '--ours',
  oursDim: '--ours-dim',
  stale: '--stale',
  select: '--select',
  critical: '--critical',
  high: '--high',
  medium: '--medium',
  info: '--info',
} as const;
export type Palette = Record<keyof typeof TOKENS, string>;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()]),
  ) as Palette;
}

/** `#rrggbb` as three numbers from 0 to 1. */
export function rgb(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
