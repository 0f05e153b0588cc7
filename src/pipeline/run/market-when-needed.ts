/** The practice market of a process: started at the first need, and ended with the process's work. */
import type { PracticeMarket } from './practice-market.ts';

export type MarketWhenNeeded = AsyncDisposable & { readonly get: () => Promise<PracticeMarket> };

/** A start that fails is told to all who wait for it; whoever asks later has it tried again. */
export function marketWhenNeeded(start: () => Promise<PracticeMarket>): MarketWhenNeeded {
  let starting: Promise<PracticeMarket> | null = null;
  let market: PracticeMarket | null = null;
  const begin = async (): Promise<PracticeMarket> => {
    try {
      market = await start();
      return market;
    } catch (error) {
      starting = null;
      throw error;
    }
  };
  return {
    get() {
      starting ??= begin();
      return starting;
    },
    async [Symbol.asyncDispose]() {
      // Whoever asked for it hears that it did not start; here there is then nothing to end.
      await starting?.catch(() => undefined);
      await market?.[Symbol.asyncDispose]();
    },
  };
}
