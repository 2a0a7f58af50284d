import type { Alert, Severity } from '@rearguard/shared';
import { Bell } from './calls.js';
import { Speaker } from './speaker.js';

const MUTED = 'rearguard.muted';
const FLASH_MS = 3_000;
/** In a flood nobody reads twenty notifications. */
const NOTED_AT_MOST = 3;

export type SoundState = 'on' | 'muted' | 'blocked' | 'none';
export type NoteState = 'ask' | 'on' | 'denied' | 'none';

interface Words {
  title: (alert: Alert) => string;
  body: (alert: Alert) => string;
  onOpen: (alert: Alert) => void;
}

/** Sound, flash and desktop notifications for who is called. Each says whether it can be relied on. */
export class Signals {
  sound = $state<SoundState>('blocked');
  notes = $state<NoteState>('none');
  /** Severity that flashes around the page now. */
  flash = $state<Severity | null>(null);
  readonly #bell = new Bell();
  readonly #speaker: Speaker;
  #muted: boolean;
  #flashEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#muted = store?.getItem(MUTED) === 'yes';
    this.#speaker = new Speaker(() => this.#tell());
    this.#tell();
    if (typeof Notification !== 'undefined') this.notes = noteState(Notification.permission);
  }

  #tell(): void {
    const { state } = this.#speaker;
    this.sound = state === 'none' ? 'none' : this.#muted ? 'muted' : state === 'ready' ? 'on' : 'blocked';
  }

  /** To be called in every gesture. */
  gesture(): void {
    this.#speaker.unlock();
  }

  toggleSound(): void {
    this.gesture();
    // A first press that only frees the sound must not mute it at once.
    this.#muted = this.sound === 'on';
    this.store?.setItem(MUTED, this.#muted ? 'yes' : 'no');
    this.#tell();
  }

  async askForNotes(): Promise<void> {
    this.notes = noteState(await Notification.requestPermission());
  }

  /** @param waiting every alert that calls this person now */
  look(waiting: readonly Alert[], words: Words): void {
    const ring = this.#bell.look(waiting, performance.now());
    if (ring === null) return;
    if (!this.#muted) this.#speaker.play(ring.severity);
    if (ring.fresh.length === 0) return;
    if (ring.severity === 'critical' || ring.severity === 'high') this.#flashFor(ring.severity);
    for (const alert of ring.fresh.slice(0, NOTED_AT_MOST)) this.#note(alert, words);
  }

  #flashFor(severity: Severity): void {
    clearTimeout(this.#flashEnds);
    this.flash = severity;
    this.#flashEnds = setTimeout(() => (this.flash = null), FLASH_MS);
  }

  #note(alert: Alert, { title, body, onOpen }: Words): void {
    if (this.notes !== 'on') return;
    try {
      const note = new Notification(title(alert), {
        body: body(alert),
        tag: alert.id,
        requireInteraction: alert.severity === 'critical',
      });
      note.onclick = () => {
        window.focus();
        onOpen(alert);
        note.close();
      };
    } catch {
      // Some browsers have the permission and yet want a worker for it.
      this.notes = 'none';
    }
  }

  close(): void {
    clearTimeout(this.#flashEnds);
    this.#speaker.close();
  }
}

function noteState(permission: NotificationPermission): NoteState {
  return permission === 'granted' ? 'on' : permission === 'denied' ? 'denied' : 'ask';
}
