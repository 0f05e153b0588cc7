/** Puts an end to waiting: a queue whose server went away leaves promises that never settle. */

/** What `promise` gives, or a rejection naming `what` after `ms`. The work itself is not stopped. */
export async function settleWithin<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
