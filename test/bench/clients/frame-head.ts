/** The head of a track frame; its layout stands in `shared/src/wire/track-frame.ts`. */
export interface Head {
  keyframe: boolean;
  frameNo: number;
  /** Epoch ms, whole tenths of a second: newest observation in the frame, rounded up. */
  newest: number;
  count: number;
}

export function readHead(bytes: Uint8Array): Head {
  let at = 2;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const keyframe = (bytes[1]! & 1) === 1;
  const frameNo = varint();
  varint(); // number of the newest change
  return { keyframe, frameNo, newest: varint() * 100, count: varint() };
}
