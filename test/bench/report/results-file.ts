import { readFile, writeFile } from 'node:fs/promises';

/** From the checkout, which is where benchmarks run. */
const FILE = 'ops/benchmarks.md';

/** Puts a report in the place of the one before under the same heading, or behind everything else. */
export function withSection(document: string, heading: string, text: string): string {
  const section = `## ${heading}\n\n${text}\n`;
  const sections = document.trimEnd().split(/\n(?=## )/);
  const at = sections.findIndex((one) => one.split('\n', 1)[0] === `## ${heading}`);
  if (at < 0) sections.push(section);
  else sections[at] = section;
  return `${sections.map((one) => one.trimEnd()).join('\n\n')}\n`;
}

export async function writeResults(long: boolean, text: string): Promise<void> {
  const heading = long ? 'Results of long runs' : 'Results';
  await writeFile(FILE, withSection(await readFile(FILE, 'utf8'), heading, text));
}
