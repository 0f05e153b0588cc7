/** Figures over very many alerts: kept for a moment and made anew behind the back of who asks, so that fifty cost as one. */

/** `key` says what is counted; `make` counts it. */
export type Figures<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** So long a figure is given as it is; then it is given once more while it is made anew. */
const FRESH_MS = 3000;
/** What is dear to make is kept for so many times as long as that took, so that it takes no more than a small share of a machine. */
const TIMES_ITS_COST = 60;
const DEAREST_FRESH_MS = 15_000;
/** Older ones nobody is given: whoever asks waits. */
const OLDEST_MS = 30_000;
const MOST_KEYS = 500;

type Kept<T> = { readonly value: T; readonly madeAt: number; readonly freshUntil: number; renewing: boolean };

/**
 * @param large small figures are counted each time: they are cheap, and a person sees that they are wrong
 * @param now milliseconds of a clock that never goes back
 */
export function shareFigures<T>(
  large: (value: T) => boolean,
  now: () => number = () => performance.now(),
): Figures<T> {
  const kept = new Map<string, Kept<T>>();
  const making = new Map<string, Promise<T>>();
  const begin = async (key: string, make: () => Promise<T>): Promise<T> => {
    try {
      const began = now();
      const value = await make();
      const madeAt = now();
      const freshMs = Math.min(DEAREST_FRESH_MS, Math.max(FRESH_MS, (madeAt - began) * TIMES_ITS_COST));
      kept.delete(key);
      if (large(value)) kept.set(key, { value, madeAt, freshUntil: madeAt + freshMs, renewing: false });
      for (const oldest of kept.keys()) if (kept.size > MOST_KEYS) kept.delete(oldest);
      return value;
    } finally {
      making.delete(key);
    }
  };
  const once = (key: string, make: () => Promise<T>): Promise<T> => {
    const known = making.get(key) ?? begin(key, make);
    making.set(key, known);
    return known;
  };
  return async (key, make) => {
    const known = kept.get(key);
    if (known === undefined || now() - known.madeAt > OLDEST_MS) return await once(key, make);
    if (now() > known.freshUntil && !known.renewing) {
      known.renewing = true;
      // Whoever asks next counts for themselves, and is told what is wrong.
      once(key, make).catch(() => kept.delete(key));
    }
    return known.value;
  };
}
