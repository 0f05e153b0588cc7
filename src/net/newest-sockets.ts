/** The newest connection of each origin, for as long as it is open or somebody counts what comes through it. */
import type { Socket } from 'node:net';

export type NewestSockets = {
  note(origin: string, socket: Socket): void;
  of(origin: string): Socket | undefined;
  /** Until it is disposed of, one that closes is not let go: what came through it is asked for afterwards. */
  keep(origin: string): Disposable;
};

/** A client lives as long as its run or process, and a closed socket holds its buffers and its TLS session. */
export function newestSockets(): NewestSockets {
  const sockets = new Map<string, Socket>();
  const keeping = new Map<string, number>();
  const letGo = (origin: string): void => {
    if (sockets.get(origin)?.destroyed === true && !keeping.has(origin)) sockets.delete(origin);
  };
  return {
    note(origin, socket) {
      sockets.set(origin, socket);
      socket.once('close', () => letGo(origin));
    },
    of: (origin) => sockets.get(origin),
    keep(origin) {
      keeping.set(origin, (keeping.get(origin) ?? 0) + 1);
      return {
        [Symbol.dispose]() {
          const others = (keeping.get(origin) ?? 1) - 1;
          if (others > 0) keeping.set(origin, others);
          else keeping.delete(origin);
          letGo(origin);
        },
      };
    },
  };
}
