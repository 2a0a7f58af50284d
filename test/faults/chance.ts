/** Chance that comes out the same for the same seed. */
export class Chance {
  #state: number;

  /** @param seeds whole numbers; another of any of them is another story */
  constructor(...seeds: readonly number[]) {
    this.#state = seeds.reduce((state, seed) => mixed(state ^ seed), 0x9e3779b9);
  }

  /** From 0 up to 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return (mixed(this.#state) >>> 0) / 2 ** 32;
  }

  /** A whole number between two, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  one<Thing>(things: readonly Thing[]): Thing {
    return things[Math.floor(this.share() * things.length)]!;
  }
}

/** Spreads 32 bits over all 32 (the finalizer of MurmurHash3). */
function mixed(bits: number): number {
  let mixed = bits;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
