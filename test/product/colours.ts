import type { Locator } from 'playwright-core';

/** How many different colours a part of the page shows, and which share the commonest one has. A blank map has one. */
export async function coloursOf(part: Locator): Promise<{ count: number; commonest: number }> {
  const png = (await part.screenshot()).toString('base64');
  return part.page().evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const seen = new Map<number, number>();
    for (let i = 0; i < data.length; i += 4) {
      const colour = (data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!;
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
    return { count: seen.size, commonest: Math.max(...seen.values()) / (data.length / 4) };
  }, png);
}
