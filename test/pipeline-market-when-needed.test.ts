/** The practice market of a process: one for all who need it, tried again where it did not start. */

import { expect, it } from 'vitest';
import { marketWhenNeeded } from '../src/pipeline/run/market-when-needed.ts';
import type { PracticeMarket } from '../src/pipeline/run/practice-market.ts';

function startAfter(failures: number) {
  const told = { starts: 0, ended: 0 };
  const start = async (): Promise<PracticeMarket> => {
    told.starts += 1;
    if (told.starts <= failures) throw new Error('no port is free');
    return {
      origins: {},
      async [Symbol.asyncDispose]() {
        told.ended += 1;
      },
    };
  };
  return { told, start };
}

it('starts once for all, and is ended with the work', async () => {
  const { told, start } = startAfter(0);
  {
    await using market = marketWhenNeeded(start);
    const [one, other] = await Promise.all([market.get(), market.get()]);
    expect(one).toBe(other);
  }
  expect(told).toEqual({ starts: 1, ended: 1 });
});

it('is tried again by the next run when it did not start', async () => {
  const { told, start } = startAfter(1);
  {
    await using market = marketWhenNeeded(start);
    await expect(market.get()).rejects.toThrow('no port is free');
    await market.get();
  }
  expect(told).toEqual({ starts: 2, ended: 1 });
});

it.each([
  { what: 'that nobody needed', needed: false },
  { what: 'that did not start', needed: true },
])('one $what keeps nothing from being closed', async ({ needed }) => {
  const { told, start } = startAfter(9);
  const market = marketWhenNeeded(start);
  if (needed) await expect(market.get()).rejects.toThrow('no port is free');
  await market[Symbol.asyncDispose]();
  expect(told.ended).toBe(0);
});
