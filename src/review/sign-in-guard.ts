/** Slows down the guessing of passwords: counts sign-ins that failed, by name and address and by address alone. */
import { clientNetwork } from '../net/client-network.ts';
import { nameKey } from '../store/accounts/users.ts';

/** How many failures within the window, and how long the door then stays shut. */
export const SIGN_IN_LIMITS = {
  perNameAndAddress: 10,
  perAddress: 60,
  windowSeconds: 15 * 60,
  /** Counters kept at most; the oldest give way, so that made-up names cannot fill the memory. */
  counters: 20_000,
} as const;

type SignInLimits = { readonly [Name in keyof typeof SIGN_IN_LIMITS]: number };

export type SignInGuard = {
  /**
   * Counts the attempt before the password is looked at, so that attempts at the same moment count too.
   * Returns null when it may go on, else the seconds to wait.
   */
  attempt(name: string, address: string, now: Date): number | null;
  /** The attempt was right: what it and earlier ones counted against this name and address is taken back. */
  succeeded(name: string, address: string): void;
};

type Counter = { failures: number; readonly until: number };

/** Kept in memory: a restart forgets it, and each process counts for itself. */
export function createSignInGuard(limits: SignInLimits = SIGN_IN_LIMITS): SignInGuard {
  const counters = new Map<string, Counter>();
  const counterOf = (key: string, now: number): Counter => {
    const before = counters.get(key);
    if (before !== undefined && before.until > now) return before;
    counters.delete(key);
    const fresh = { failures: 0, until: now + limits.windowSeconds * 1000 };
    counters.set(key, fresh);
    return fresh;
  };
  return {
    attempt(name, address, now) {
      const client = clientNetwork(address);
      const both = counterOf(keyOf(name, client), now.getTime());
      const alone = counterOf(client, now.getTime());
      forgetOldest(counters, limits.counters);
      const waits = [
        ...(both.failures >= limits.perNameAndAddress ? [both.until] : []),
        ...(alone.failures >= limits.perAddress ? [alone.until] : []),
      ];
      if (waits.length > 0) return Math.ceil((Math.max(...waits) - now.getTime()) / 1000);
      both.failures += 1;
      alone.failures += 1;
      return null;
    },
    succeeded(name, address) {
      const client = clientNetwork(address);
      const key = keyOf(name, client);
      const alone = counters.get(client);
      if (alone !== undefined) alone.failures -= Math.min(alone.failures, counters.get(key)?.failures ?? 0);
      counters.delete(key);
    },
  };
}

function keyOf(name: string, client: string): string {
  return JSON.stringify([client, nameKey(name)]);
}

/** A Map keeps the order of insertion, so its first keys are the oldest. */
function forgetOldest(counters: Map<string, Counter>, most: number): void {
  for (const key of counters.keys()) {
    if (counters.size <= most) return;
    counters.delete(key);
  }
}
