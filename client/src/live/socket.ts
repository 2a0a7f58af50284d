import { io } from 'socket.io-client';
import type { RoomSocket } from './live-room.svelte.js';

/**
 * The room's socket at our own origin; the session cookie opens it.
 * @param onRefused called when the server would not let us in, which may mean that the session is over
 */
export function openSocket(onRefused: () => void): RoomSocket {
  const socket: RoomSocket = io('/picture', {
    path: '/socket.io',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    timeout: 5_000,
  });
  socket.on('connect_error', () => {
    onRefused();
    // A refusal of the handshake ends the socket's own attempts; the room may let us in again later.
    if (!socket.active) setTimeout(() => socket.connect(), 3_000);
  });
  return socket;
}
