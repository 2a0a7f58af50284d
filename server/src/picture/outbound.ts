import type { Socket as Line } from 'node:net';
import type { Socket } from 'socket.io';

/** More than this unsent, and a client is left out until it has caught up. */
const SLOW_BYTES = 1_000_000;
const SLOW_PACKETS = 64;

/** What engine.io and ws hold of a client and their types do not show. */
interface Outbound {
  /** Packets that wait until the transport is writable. */
  writeBuffer: unknown[];
  transport?: {
    writable: boolean;
    emit(event: 'ready'): void;
    /** Only of a websocket: the bytes in it, and the connection below it. */
    socket?: { bufferedAmount?: number; _socket?: Pick<Line, 'cork' | 'uncork'> };
  };
}

type Client = Pick<Socket, 'conn'>;

const outboundOf = ({ conn }: Client): Outbound => conn as unknown as Outbound;

/** What a client has not been sent yet, in bytes or packets, is more than it should be. */
export function isSlow(client: Client): boolean {
  const { writeBuffer, transport } = outboundOf(client);
  return writeBuffer.length > SLOW_PACKETS || (transport?.socket?.bufferedAmount ?? 0) > SLOW_BYTES;
}

/**
 * Sends each client all that is said to it meanwhile in one write. Hundreds of clients get several messages at the same
 * moment, many times a second, and most of what that costs is the call to the system.
 */
export function together(clients: Iterable<Client>, say: () => void): void {
  const held: (() => void)[] = [];
  for (const client of clients) {
    const release = hold(client);
    if (release) held.push(release);
  }
  try {
    say();
  } finally {
    for (const release of held) release();
  }
}

/** Null for a client that is being written to, whose packets wait anyway, and for one without a websocket. */
function hold(client: Client): (() => void) | null {
  const { transport } = outboundOf(client);
  const line = transport?.socket?._socket;
  if (!transport?.writable || !line) return null;
  transport.writable = false;
  return () => {
    line.cork();
    transport.writable = true;
    transport.emit('ready');
    line.uncork();
  };
}
