/** Waits for a state that another process or connection brings about. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The first value of `look` that is neither null nor false; throws, naming `what`, after `ms`. */
export async function until<T>(
  what: string,
  look: () => T | null | false | Promise<T | null | false>,
  ms = 60_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(20);
  }
}
