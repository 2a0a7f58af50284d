/** A name as it is compared: case, width and doubled spaces make no difference. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
