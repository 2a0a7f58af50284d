import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  isOnWatch,
  type Shift,
  type ShiftAct,
  type ShiftActBody,
  type ShiftDoer,
  ShiftPost,
  type ShiftView,
  type TakePost,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { newShift, Roster } from '../roster/roster.js';
import { ShiftRows } from '../roster/shift-rows.js';
import { allowedActs, handOver, type Refused, type Stand, type Wish } from './domain/hand-over.js';
import { difference } from './domain/items.js';
import { begun, takesTurn } from './domain/relief.js';
import { RoomAtHandover } from './room-at-handover.js';
import { ShiftKeeper } from './shift-keeper.js';

/** A shift that somebody takes without saying until when. */
const USUAL_MS = 8 * 3_600_000;

export type Also = (manager: EntityManager, before: Shift | null, after: Shift) => Promise<void>;

/** What people do to shifts. */
@Injectable()
export class ShiftsService {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly rows: ShiftRows,
    private readonly roster: Roster,
    private readonly keeper: ShiftKeeper,
    private readonly room: RoomAtHandover,
  ) {}

  /** The shift as it stands for who asks: what blocks it, what is new since its draft, what they may do. */
  async view(id: string, who: ShiftDoer | null): Promise<ShiftView> {
    const { manager } = this.database;
    const shift = await this.#one(id, manager);
    const open = shift.handover !== null && isOnWatch(shift);
    return {
      ...shift,
      blockedBy: open ? await this.room.blocking(manager) : [],
      since: open
        ? difference(shift.handover!.items, await this.room.items(shift, this.clock.now(), manager))
        : { changed: [], gone: [] },
      allowed: who === null ? [] : allowedActs(shift, who),
    };
  }

  /**
   * Does what a person asks.
   * @throws Problem 400 for what the handover does not have, 409 with `current` when somebody was first, 422 with
   *   `allowed` when it cannot be done now
   */
  async act<Act extends ShiftAct>(
    id: string,
    act: Act,
    body: ShiftActBody<Act>,
    who: ShiftDoer,
    also: Also,
  ): Promise<Shift> {
    const at = this.clock.now();
    const { result } = await this.changes.write(async (tx) => {
      await this.keeper.hold(tx);
      const shift = await this.#one(id, tx.manager);
      if (act === 'cancel') {
        meets(shift, body.version);
        if (shift.state !== 'planned') throw notPlanned(shift);
        const off = await this.roster.strikeOff(tx, shift, who, at, (body as ShiftActBody<'cancel'>).reason);
        await also(tx.manager, shift, off);
        return off;
      }
      const acted = handOver(shift, { act, body, who, at } as Wish, await this.#stand(shift, act, at, tx.manager));
      if (!acted.ok && acted.refused.path !== undefined) throw problem(400, acted.refused);
      meets(shift, body.version);
      if (!acted.ok) throw problem(422, acted.refused);
      await this.keeper.store(tx, acted.steps);
      await also(tx.manager, shift, acted.steps[0].shift);
      return acted.steps[0].shift;
    });
    return result;
  }

  /**
   * Takes the post of one's role when nobody stands at it, or only a name that nobody signs in by.
   * @throws Problem 422 for a role that has no post, 409 with `current` when somebody stands at it
   */
  async take({ endsAt }: TakePost, who: ShiftDoer, also: Also): Promise<Shift> {
    const at = this.clock.now();
    const post = ShiftPost.safeParse(who.role);
    if (!post.success) throw new Problem(422, { code: 'no-post', message: `there is no post for ${who.role}` });
    if (endsAt !== undefined && endsAt <= at) {
      throw new Problem(400, { code: 'in-the-past', message: 'must lie ahead', path: '/endsAt' });
    }
    const { result } = await this.changes.write(async (tx) => {
      await this.keeper.hold(tx);
      const standing = await this.rows.onWatchAt(post.data, tx.manager);
      const person = { personId: who.personId, name: who.name };
      if (standing?.person.personId === who.personId) return standing;
      if (standing?.person.personId) throw occupied(standing);
      const [next] = await this.rows.planned(at, post.data, tx.manager);
      const planned = next && takesTurn(next, at) ? next : null;
      const before = standing ?? planned;
      const fresh = before ?? { ...newShift(post.data, at, endsAt ?? at + USUAL_MS, person, 'form'), version: 0 };
      const name = before && before.person.name !== who.name ? before.person.name : null;
      const begins = standing ? { ...standing, version: standing.version + 1 } : begun(fresh, at);
      const shift: Shift = { ...begins, person, insteadOf: name };
      await this.keeper.store(tx, [
        { shift, from: before?.state ?? null, act: 'take', who, at, detail: { insteadOf: name } },
      ]);
      await also(tx.manager, before, shift);
      return shift;
    });
    return result;
  }

  async #one(id: string, manager: EntityManager): Promise<Shift> {
    const shift = await this.rows.find(id, manager);
    if (shift) return shift;
    throw new Problem(404, { code: 'not-found', message: `there is no shift ${id}` });
  }

  /** Reads of the room only what the act needs. */
  async #stand(shift: Shift, act: ShiftAct, at: number, manager: EntityManager): Promise<Stand> {
    const signs = act === 'sign';
    return {
      items: act === 'draft' || act === 'take-in' ? await this.room.items(shift, at, manager) : [],
      blockedBy: signs ? await this.room.blocking(manager) : [],
      next: signs ? ((await this.rows.planned(at, shift.post, manager))[0] ?? null) : null,
      newId: () => `${signs ? 'S' : 'Q'}-${randomBytes(6).toString('hex')}`,
    };
  }
}

function meets(shift: Shift, version: number): void {
  if (shift.version === version) return;
  const message = `it changed meanwhile: the shift is ${shift.state.replaceAll('_', ' ')}, version ${shift.version}`;
  throw new Problem(409, { code: 'version-conflict', message, path: '/version', current: shift });
}

function notPlanned(shift: Shift): Problem {
  const message = `only a shift that is planned can be struck off; this one is ${shift.state.replaceAll('_', ' ')}`;
  return new Problem(422, { code: 'not-now', message, allowed: [] });
}

function occupied(current: Shift): Problem {
  return new Problem(409, { code: 'occupied', message: `${current.person.name} stands at this post`, current });
}

function problem(status: 400 | 422, { code, message, path, allowed }: Refused): Problem {
  return new Problem(status, { code, message, ...(path && { path }), ...(allowed && { allowed }) });
}
