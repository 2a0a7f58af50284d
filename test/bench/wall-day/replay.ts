import type { Page } from 'playwright-core';

/** Frames and runs of changes in their order; the runs are spread evenly over the frames. */
export interface Messages {
  frames: Uint8Array[];
  runs: string[];
}

interface Packed {
  /** All frames, one behind another. */
  base64: string;
  lengths: number[];
  runs: string[];
}

type ReplayWindow = Window & { rearguardReplay?: (packed: Packed) => Promise<void> };

/** Runs in the page before its own script: the newest socket can be given messages as if they had come on the line. */
function prepareReplay(): void {
  const NAMESPACE = '/picture';
  const ANNOUNCED = `451-${NAMESPACE},["tracks:frame",{"_placeholder":true,"num":0}]`;
  /** So many are read in one go; then the page may draw, as often as it can. */
  const FRAMES_AT_ONCE = 50;
  let socket: WebSocket | null = null;
  let replaying = false;
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given: ConstructorParameters<typeof Native>) {
      super(...given);
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- the newest is the one that the page listens to
      socket = this;
      // What the room itself says would not fit what is told here; signs of life do.
      this.addEventListener('message', (event) => {
        const alive = typeof event.data === 'string' && (event.data === '2' || event.data.includes('["clock"'));
        if (replaying && event.isTrusted && !alive) event.stopImmediatePropagation();
      });
    }
  };
  const hear = (data: string | ArrayBuffer) => socket!.dispatchEvent(new MessageEvent('message', { data }));
  (window as ReplayWindow).rearguardReplay = async ({ base64, lengths, runs }) => {
    replaying = true;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    let at = 0;
    let told = 0;
    for (const [i, length] of lengths.entries()) {
      hear(ANNOUNCED);
      hear(bytes.slice(at, at + length).buffer);
      at += length;
      for (; told < Math.floor(((i + 1) * runs.length) / lengths.length); told++) hear(`42${NAMESPACE},${runs[told]}`);
      if ((i + 1) % FRAMES_AT_ONCE === 0) await new Promise((goOn) => setTimeout(goOn));
    }
  };
}

export const preparePage = (page: Page): Promise<unknown> => page.addInitScript(prepareReplay);

/** Lets the page hear messages; from the first ones on it hears nothing else. */
export async function replay(page: Page, { frames, runs }: Messages): Promise<void> {
  const packed: Packed = {
    base64: Buffer.concat(frames).toString('base64'),
    lengths: frames.map(({ length }) => length),
    runs,
  };
  await page.evaluate((given) => (window as ReplayWindow).rearguardReplay!(given), packed);
}
