import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the build puts the screens. */
export const CLIENT_FOLDER = fileURLToPath(new URL('../../../../client/dist', import.meta.url));

/** The sheet of the family that has every letter that we write, and nothing but its fonts. */
const FONTS_ALONE = /^(@charset [^;]+;)?@font-face\{font-family:"?Noto Sans SC Variable/;

/**
 * The address of the style sheet that brings the screens' own letters, for pages that the server writes itself: a machine
 * without a font of its own must read them too. Null when the screens are not built.
 * @param folder that the screens were built into
 */
export function fontSheet(folder = CLIENT_FOLDER): string | null {
  try {
    const assets = join(folder, 'assets');
    const sheets = readdirSync(assets).filter((name) => name.endsWith('.css'));
    const found = sheets.find((name) => FONTS_ALONE.test(readFileSync(join(assets, name), 'utf8')));
    return found === undefined ? null : `/assets/${found}`;
  } catch {
    return null; // the words are still there, in whatever letters the machine has
  }
}
