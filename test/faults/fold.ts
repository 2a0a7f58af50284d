import { type Change, PICTURE_PARTS, type PictureKind } from '@rearguard/shared';
import { same } from './same.js';

/** All that the picture is made of; the places of units travel apart. */
const FOLDED = ['unit', ...(Object.keys(PICTURE_PARTS) as PictureKind[])] as const;
type Folded = (typeof FOLDED)[number];

/** What the numbered changes say, one after the other: the newest body of each subject. */
export class Fold {
  /** Number of the newest change in it. */
  seq = 0;
  readonly bodies = Object.fromEntries(FOLDED.map((kind) => [kind, new Map()])) as Record<Folded, Map<string, unknown>>;

  /** @throws Error when it is not the next one */
  take(change: Change): void {
    if (change.seq !== this.seq + 1) throw new Error(`change ${change.seq} follows on ${this.seq}`);
    this.seq = change.seq;
    const bodies = this.bodies[change.kind as Folded];
    if (!bodies) return;
    if (change.op === 'put') bodies.set(change.id, change.body);
    else bodies.delete(change.id);
  }

  /** What differs from another fold of the same changes. */
  differences(other: Fold): string[] {
    return FOLDED.flatMap((kind) => {
      const [mine, theirs] = [this.bodies[kind], other.bodies[kind]];
      const ids = new Set([...mine.keys(), ...theirs.keys()]);
      return [...ids]
        .filter((id) => !same(mine.get(id), theirs.get(id)))
        .map((id) => `${kind} ${id}: ${JSON.stringify(mine.get(id))} is not ${JSON.stringify(theirs.get(id))}`);
    });
  }
}
