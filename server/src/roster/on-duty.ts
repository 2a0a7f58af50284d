import { Injectable } from '@nestjs/common';
import { type DutyStand, type Role, SHIFT_POSTS, type ShiftPerson, type ShiftPost } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock/clock.js';
import { ShiftRows } from './shift-rows.js';

/** Somebody to call, and the post at which they stand. */
export interface Called extends ShiftPerson {
  post: ShiftPost;
}

/** Who is on duty now: whoever took the post over, not whoever a plan says should have. */
@Injectable()
export class OnDuty {
  constructor(
    private readonly rows: ShiftRows,
    private readonly clock: Clock,
  ) {}

  /** Those who stand at the posts of these roles now; a post that nobody took has nobody. */
  async of(roles: readonly Role[], manager?: EntityManager): Promise<Called[]> {
    const standing = await this.rows.onWatch(manager);
    return standing
      .filter(({ post }) => roles.includes(post))
      .map(({ post, person }) => ({ post, personId: person.personId, name: person.name }));
  }

  /** Every post that somebody stands at or will. */
  async posts(): Promise<DutyStand[]> {
    const [standing, planned] = [await this.rows.onWatch(), await this.rows.planned(this.clock.now(), null)];
    return SHIFT_POSTS.flatMap((post): DutyStand[] => {
      const shift = standing.find((one) => one.post === post) ?? null;
      const next = planned.find((one) => one.post === post) ?? null;
      if (shift === null && next === null) return [];
      return [
        {
          post,
          shiftId: shift?.id ?? null,
          person: shift?.person ?? null,
          since: shift?.tookOverAt ?? null,
          endsAt: shift?.endsAt ?? null,
          state: shift?.state ?? null,
          reliefLate: shift?.reliefLate ?? false,
          next: next && { shiftId: next.id, person: next.person, startsAt: next.startsAt },
        },
      ];
    });
  }
}
