import { io } from 'socket.io-client';
import type { RoomSocket } from './live-room.svelte.js';

/** How long we wait before we try again on our own. */
const AGAIN_MS = 3_000;

/**
 * The room's socket at our own origin; the session cookie opens it.
 * Whoever opens it must also {@link keepConnecting}.
 */
export function openSocket(): RoomSocket {
  return io('/picture', {
    path: '/socket.io',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: AGAIN_MS,
    timeout: 5_000,
  });
}

/**
 * Connects again where the socket gives up by itself: when the handshake is refused and when the server ends the link.
 * @param onRefused called when the server would not have us, which may mean that the session is over
 * @returns ends the attempts
 */
export function keepConnecting(
  socket: Pick<RoomSocket, 'on' | 'off' | 'connect' | 'active'>,
  onRefused: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), AGAIN_MS);
  };
  const refused = (): void => {
    onRefused();
    if (!socket.active) again();
  };
  const ended = (reason: string): void => {
    if (reason !== 'io server disconnect') return;
    onRefused();
    again();
  };
  socket.on('connect_error', refused);
  socket.on('disconnect', ended);
  return () => {
    clearTimeout(timer);
    socket.off('connect_error', refused);
    socket.off('disconnect', ended);
  };
}
