import {
  isOnWatch,
  mustBeTicked,
  type AwayReply,
  type DutyStand,
  type HandoverItem,
  type LogEntry,
  type RosterImported,
  type ShiftAct,
  type ShiftActInput,
  type ShiftPost,
  type ShiftView,
} from '@rearguard/shared';
import { Refused } from '../api.js';
import type { Room } from '../wall/room.svelte.js';
import { diaryApi } from './diary-api.js';

/** Who is on duty, the handover that is looked at, the watch log, and what changed while one was away. */
export class Diary {
  posts = $state.raw<readonly DutyStand[] | null>(null);
  shift = $state.raw<ShiftView | null>(null);
  log = $state.raw<readonly LogEntry[] | null>(null);
  away = $state.raw<AwayReply | null>(null);
  imported = $state.raw<RosterImported | null>(null);
  /** Why the last act was not done, in the server's words. */
  refused = $state<string | null>(null);
  /** The post whose handover is shown; null: one's own, or the first. */
  chosen = $state<ShiftPost | null>(null);
  selectedId = $state<string | null>(null);
  busy = $state(false);
  #asked = 0;

  constructor(readonly room: Room) {}

  /** The post that is shown. */
  readonly post: DutyStand | null = $derived.by(() => {
    const posts = this.posts ?? [];
    const find = (post: string | null) => posts.find((stand) => stand.post === post) ?? null;
    return (
      find(this.chosen) ?? find(this.room.session.role) ?? posts.find(({ shiftId }) => shiftId) ?? posts[0] ?? null
    );
  });

  /** One's own post, on duty or to come. */
  readonly mine: DutyStand | null = $derived(
    this.posts?.find(({ person }) => person?.personId === this.room.session.person.id) ?? null,
  );

  readonly mayTake: boolean = $derived.by(() => {
    const { room } = this;
    if (!room.may('shift.hand-over') || this.posts === null) return false;
    const stand = this.posts.find(({ post }) => post === room.session.role);
    return (stand?.person?.personId ?? null) === null;
  });

  readonly items: readonly HandoverItem[] = $derived(this.shift?.handover?.items ?? []);
  readonly tickable: readonly HandoverItem[] = $derived(this.items.filter(({ section }) => mustBeTicked(section)));
  readonly selected: HandoverItem | null = $derived(this.items.find(({ id }) => id === this.selectedId) ?? null);

  may(act: ShiftAct): boolean {
    return !this.busy && (this.shift?.allowed.includes(act) ?? false);
  }

  /** Asks anew for what is shown; answers that were overtaken count for nothing. */
  async refresh(): Promise<void> {
    const asked = (this.#asked += 1);
    const { posts } = await diaryApi.onDuty();
    if (asked !== this.#asked) return;
    this.posts = posts;
    // Whoever was just relieved goes on seeing what they signed, not the shift that took over.
    const shown = this.shift?.post === this.post?.post ? this.shift : null;
    const id = shown?.id ?? this.post?.shiftId ?? null;
    const [shift, log] = await Promise.all([
      id === null ? null : diaryApi.shift(id),
      this.room.may('log.read') ? diaryApi.log() : null,
    ]);
    if (asked !== this.#asked) return;
    this.shift = shift;
    this.log = log;
  }

  /** Puts a shift that is over away, for whoever comes to the page anew. */
  leaveOver(): void {
    if (this.shift !== null && !isOnWatch(this.shift)) this.shift = null;
  }

  choose(post: ShiftPost): void {
    this.chosen = post;
    this.shift = null;
    this.selectedId = null;
    void this.try(() => this.refresh());
  }

  /** Selects the item so many rows further down. */
  step(by: 1 | -1): void {
    if (this.items.length === 0) return;
    const at = this.items.findIndex(({ id }) => id === this.selectedId);
    const next = at < 0 ? (by > 0 ? 0 : this.items.length - 1) : Math.min(this.items.length - 1, Math.max(0, at + by));
    this.selectedId = this.items[next]!.id;
  }

  act<Act extends ShiftAct>(act: Act, body: Omit<ShiftActInput<Act>, 'version'>): Promise<boolean> {
    const { shift } = this;
    if (shift === null || !this.may(act)) return Promise.resolve(false);
    return this.try(async () => {
      const after = await diaryApi.act(shift.id, act, { version: shift.version, ...body } as ShiftActInput<Act>);
      this.shift = await diaryApi.shift(after.id);
      await this.refresh();
    });
  }

  tick(items: readonly HandoverItem[], ticked = true): Promise<boolean> {
    const itemIds = items.filter(({ section }) => mustBeTicked(section)).map(({ id }) => id);
    return itemIds.length === 0 ? Promise.resolve(false) : this.act('tick', { itemIds, ticked });
  }

  take(): Promise<boolean> {
    return this.try(async () => {
      const { post } = await diaryApi.take();
      this.chosen = post;
      this.shift = null;
      await this.refresh();
    });
  }

  write(line: Parameters<typeof diaryApi.write>[0]): Promise<boolean> {
    return this.try(async () => {
      await diaryApi.write(line);
      await this.refresh();
    });
  }

  importRoster(calendar: string): Promise<boolean> {
    this.imported = null;
    return this.try(async () => {
      this.imported = await diaryApi.importRoster(calendar);
      await this.refresh();
    });
  }

  /** Says that one is here, and learns what changed meanwhile. */
  async comeBack(): Promise<void> {
    this.away = await diaryApi.away();
  }

  read(): Promise<boolean> {
    const seq = this.away?.changed.to.seq;
    return this.try(async () => {
      await diaryApi.seen(seq);
      this.away = null;
    });
  }

  /** Does something once at a time; a refusal is shown, and what stands now asked for. */
  async try(what: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.refused = null;
    try {
      await what();
      return true;
    } catch (cause) {
      this.refused = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof Refused && cause.status === 409) await this.refresh().catch(() => undefined);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
