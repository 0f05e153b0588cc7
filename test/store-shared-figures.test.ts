/** Figures that many ask for: large ones are shared for a moment, small ones never, and none outlives a failure. */
import { describe, expect, it } from 'vitest';
import { shareFigures } from '../src/store/desk/shared-figures.ts';

function counter(first: number) {
  const time = { now: 0 };
  let [value, made] = [first, 0];
  const figures = shareFigures<number>(
    (each) => each >= 100,
    () => time.now,
  );
  const make = async () => {
    made += 1;
    if (value < 0) throw new Error('the database is away');
    return value;
  };
  return {
    time,
    ask: async (key = 'all') => await figures(key, make),
    set: (next: number) => {
      value = next;
    },
    made: () => made,
  };
}

describe('a figure', () => {
  it('that is small is made each time', async () => {
    const of = counter(99);
    expect([await of.ask(), await of.ask()]).toEqual([99, 99]);
    of.set(98);
    expect(await of.ask()).toBe(98);
    expect(of.made()).toBe(3);
  });

  it('that is large is made once for all who ask within a moment, each key by itself', async () => {
    const of = counter(100);
    expect(await Promise.all([of.ask(), of.ask(), of.ask()])).toEqual([100, 100, 100]);
    of.set(200);
    of.time.now = 2000;
    expect(await of.ask()).toBe(100);
    expect(of.made()).toBe(1);
    expect(await of.ask('other')).toBe(200);
  });

  it('is given once more while it is made anew, and not when it is old', async () => {
    const of = counter(100);
    await of.ask();
    of.set(200);
    of.time.now = 4000;
    expect(await of.ask()).toBe(100);
    expect(await of.ask()).toBe(200);
    expect(of.made()).toBe(2);
    of.set(300);
    of.time.now = 40_000;
    expect(await of.ask()).toBe(300);
  });

  it('that took long to make is given for longer, and never for ever', async () => {
    const time = { now: 0 };
    let made = 0;
    const figures = shareFigures<number>(
      () => true,
      () => time.now,
    );
    const ask = async () =>
      await figures('all', async () => {
        made += 1;
        time.now += 200;
        return made;
      });
    await ask();
    time.now = 12_000;
    expect([await ask(), made]).toEqual([1, 1]);
    time.now = 12_500;
    expect([await ask(), made]).toEqual([1, 2]);
    time.now = 60_000;
    expect(await ask()).toBe(3);
  });

  it('that cannot be made is not kept, and the one who asks next hears of it', async () => {
    const of = counter(100);
    await of.ask();
    of.set(-1);
    of.time.now = 4000;
    expect(await of.ask()).toBe(100);
    await expect(of.ask()).rejects.toThrow('the database is away');
    of.set(150);
    expect(await of.ask()).toBe(150);
  });
});
