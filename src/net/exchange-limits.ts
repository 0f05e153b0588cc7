/** Ends one exchange when its time is over, its caller gives up, or the server sends far more than its body may have. */
import type { Socket } from 'node:net';

/** Why an exchange was ended by us. */
export type Ended = 'timeout' | 'too-large' | 'stopped';

export type ExchangeLimits = Disposable & {
  readonly signal: AbortSignal;
  readonly ended: () => Ended | null;
  /** What has come through the connection. */
  readonly bytes: () => number;
};

/** Headers, chunk lengths and what the system had read ahead come on top of a body. */
const BESIDES_BODY_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 100;

/**
 * `socket` names the connection in use, once there is one: endless status lines, interim answers and chunk lengths reach no
 * other limit than what came through it.
 */
export function limitExchange(o: {
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly socket: () => Socket | undefined;
}): ExchangeLimits {
  const stop = new AbortController();
  let ended: Ended | null = null;
  const end = (why: Ended): void => {
    ended ??= why;
    stop.abort(new Error(why));
  };
  const giveUp = (): void => end('stopped');
  const first = o.socket();
  const before = first?.bytesRead ?? 0;
  const timer = setTimeout(() => end('timeout'), Math.ceil(o.seconds * 1000));
  const bytes = (): number => {
    const socket = o.socket();
    return (socket?.bytesRead ?? 0) - (socket === first ? before : 0);
  };
  const look = setInterval(() => {
    if (bytes() > o.maxBytes + BESIDES_BODY_BYTES) end('too-large');
  }, LOOK_EVERY_MS);
  o.signal.addEventListener('abort', giveUp, { once: true });
  return {
    signal: stop.signal,
    ended: () => ended,
    bytes,
    [Symbol.dispose]() {
      clearTimeout(timer);
      clearInterval(look);
      o.signal.removeEventListener('abort', giveUp);
    },
  };
}
