import { jest } from '@jest/globals';
import { keepConnecting } from './socket.js';

type Listener = (reason: string) => void;

const aSocket = () => {
  const listeners = new Map<string, Listener>();
  const connect = jest.fn();
  const socket = {
    active: false,
    connect,
    on: (event: string, listener: Listener) => void listeners.set(event, listener),
    off: (event: string) => void listeners.delete(event),
  } as unknown as Parameters<typeof keepConnecting>[0];
  return { socket, connect, say: (event: string, reason = '') => listeners.get(event)?.(reason) };
};

describe('keepConnecting', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['disconnect', 'io server disconnect'],
    ['connect_error', ''],
  ])('asks for the session and connects again after %s', (event, reason) => {
    const { socket, connect, say } = aSocket();
    const onRefused = jest.fn();
    keepConnecting(socket, onRefused);
    say(event, reason);
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(connect).not.toHaveBeenCalled();
    jest.advanceTimersByTime(3_000);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('leaves a broken link to the socket, which mends it by itself', () => {
    const { socket, connect, say } = aSocket();
    const onRefused = jest.fn();
    keepConnecting(socket, onRefused);
    say('disconnect', 'transport close');
    jest.advanceTimersByTime(10_000);
    expect(onRefused).not.toHaveBeenCalled();
    expect(connect).not.toHaveBeenCalled();
  });

  it('does not come back once the page has closed it', () => {
    const { socket, connect, say } = aSocket();
    const stop = keepConnecting(socket, () => {});
    say('disconnect', 'io server disconnect');
    stop();
    jest.advanceTimersByTime(10_000);
    expect(connect).not.toHaveBeenCalled();
  });
});
