/** Politeness in time: per registrable domain one request at a time, with a pause after each. */
import { setTimeout as wait } from 'node:timers/promises';
import { orAbort } from './or-abort.ts';

/** Resolves after `ms`; rejects with the signal's reason when it aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const sleep: Sleep = async (ms, signal) => {
  signal.throwIfAborted();
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

/** Ends a turn; the pause before the next one starts here. */
type Release = () => void;

export type Pacer = {
  /**
   * Waits until nobody else is at `key` and `delaySeconds` have passed since the last turn there ended.
   * Rejects with the signal's reason when it aborts, giving its place up.
   */
  take(key: string, delaySeconds: number, signal: AbortSignal): Promise<Release>;
  /** Nobody gets a turn at `key` for so long: what a server asks for with Retry-After. */
  hold(key: string, seconds: number): void;
};

type Place = { tail: Promise<void>; lastEnd: number | null; heldUntil: number };

/** Holds for the callers in this process; give one pacer to all crawls that run side by side. */
export function createPacer(o: { readonly clock: () => Date; readonly sleep: Sleep }): Pacer {
  const places = new Map<string, Place>();
  const placeOf = (key: string): Place => {
    const place = places.get(key) ?? { tail: Promise.resolve(), lastEnd: null, heldUntil: 0 };
    places.set(key, place);
    return place;
  };
  const pause = async (place: Place, delaySeconds: number, signal: AbortSignal): Promise<void> => {
    const due = place.lastEnd === null ? 0 : place.lastEnd + delaySeconds * 1000;
    const ms = Math.max(due, place.heldUntil) - o.clock().getTime();
    if (ms > 0) await o.sleep(ms, signal);
  };
  return {
    async take(key, delaySeconds, signal) {
      const place = placeOf(key);
      const before = place.tail;
      const { promise: mine, resolve: release } = Promise.withResolvers<void>();
      place.tail = before.then(() => mine);
      try {
        await orAbort(before, signal);
        await pause(place, delaySeconds, signal);
      } catch (error) {
        release();
        throw error;
      }
      return () => {
        place.lastEnd = o.clock().getTime();
        release();
      };
    },
    hold(key, seconds) {
      const place = placeOf(key);
      place.heldUntil = Math.max(place.heldUntil, o.clock().getTime() + seconds * 1000);
    },
  };
}
