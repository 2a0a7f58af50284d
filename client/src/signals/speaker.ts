import type { Severity } from '@rearguard/shared';

interface Tone {
  hz: number;
  atS: number;
  lengthS: number;
}

/** Told apart with eyes shut: three rising pairs, two beeps, one low beep. What is for information makes no sound. */
const TUNES: Record<Severity, readonly Tone[]> = {
  critical: [0, 0.36, 0.72].flatMap((atS) => [
    { hz: 740, atS, lengthS: 0.13 },
    { hz: 1_108, atS: atS + 0.15, lengthS: 0.15 },
  ]),
  high: [0, 0.28].map((atS) => ({ hz: 660, atS, lengthS: 0.18 })),
  medium: [{ hz: 440, atS: 0, lengthS: 0.22 }],
  info: [],
};
const LOUDNESS = 0.22;
const EDGE_S = 0.012;

/** `blocked`: the browser waits for a gesture; `none`: it has no sound at all. */
export type SpeakerState = 'ready' | 'blocked' | 'none';

/** Plays tones that are reckoned here, so that no sound must be loaded when the server is away. */
export class Speaker {
  #context: AudioContext | null = null;

  /** @param onChange told when the browser allows sound, or takes it away */
  constructor(private readonly onChange: () => void) {
    if (typeof AudioContext === 'undefined') return;
    this.#context = new AudioContext();
    this.#context.addEventListener('statechange', onChange);
  }

  get state(): SpeakerState {
    if (this.#context === null) return 'none';
    return this.#context.state === 'running' ? 'ready' : 'blocked';
  }

  /** To be called in a gesture: only then a browser lets a page be heard. */
  unlock(): void {
    if (this.#context === null || this.#context.state === 'running') return;
    this.#context.resume().then(this.onChange, (cause: unknown) => console.warn(cause));
  }

  play(severity: Severity): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    for (const { hz, atS, lengthS } of TUNES[severity]) {
      const from = context.currentTime + atS;
      const tone = new OscillatorNode(context, { type: 'triangle', frequency: hz });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE_S);
      volume.gain.setValueAtTime(LOUDNESS, from + lengthS - EDGE_S);
      volume.gain.linearRampToValueAtTime(0, from + lengthS);
      tone.connect(volume).connect(context.destination);
      tone.start(from);
      tone.stop(from + lengthS);
    }
  }

  close(): void {
    void this.#context?.close();
    this.#context = null;
  }
}
