/** What is learnt of pages that a script draws: after how many, for how long, and when it is forgotten. */
import { describe, expect, it } from 'vitest';
import { createDrawnPages } from '../crawlers/drawn-pages.ts';
import type { DrawnForm } from '../crawlers/site-memory.ts';

const DAY = 24 * 3_600_000;
const SHOP = 'https://shop.example';

/** What outlasts a run, and the hands of its clock. */
function openMemory() {
  const kept = new Map<string, DrawnForm>();
  let now = Date.parse('2026-11-01T00:00:00Z');
  let written = 0;
  const memory = {
    drawn: async () => [...kept.values()],
    noteDrawn: async (form: DrawnForm) => {
      written += 1;
      if (form.inRow === 0) kept.delete(form.form);
      else kept.set(form.form, form);
    },
  };
  return {
    run: () => createDrawnPages(memory, () => new Date(now)),
    pass: (ms: number) => {
      now += ms;
    },
    kept,
    written: () => written,
  };
}

/** Pages of one form that were read as they were sent. */
async function note(run: ReturnType<typeof createDrawnPages>, path: string, ...drawn: readonly boolean[]) {
  for (const [index, each] of drawn.entries()) await run.note(`${SHOP}${path}${index}`, each);
}

describe('drawn pages', () => {
  it('are expected after three of one form, by later runs as well', async () => {
    const memory = openMemory();
    const first = memory.run();
    await note(first, '/p/', true, true);
    expect(await first.expects(`${SHOP}/p/9`)).toBe(false);
    await note(first, '/p/', true);
    expect(await first.expects(`${SHOP}/p/9`)).toBe(true);
    const second = memory.run();
    expect(await second.expects(`${SHOP}/p/10-lamp?colour=red`)).toBe(true);
    expect(await second.expects(`${SHOP}/q/10`)).toBe(false);
    expect(await second.expects('https://other.example/p/10')).toBe(false);
  });

  it('are counted over runs, so that a form with one page is learnt too', async () => {
    const memory = openMemory();
    for (const expected of [false, false, false, true]) {
      const run = memory.run();
      expect(await run.expects(`${SHOP}/`)).toBe(expected);
      if (!expected) await run.note(`${SHOP}/`, true);
      memory.pass(DAY / 4);
    }
  });

  it('are forgotten when one shows content as it is sent', async () => {
    const memory = openMemory();
    await note(memory.run(), '/p/', true, true, true, false);
    expect(memory.kept.size).toBe(0);
    const next = memory.run();
    expect(await next.expects(`${SHOP}/p/4`)).toBe(false);
    await note(next, '/p/', true, true);
    expect(await next.expects(`${SHOP}/p/4`)).toBe(false);
  });

  it('are looked at as they are sent once a week, and expected again when they are still empty', async () => {
    const memory = openMemory();
    await note(memory.run(), '/p/', true, true, true);
    memory.pass(7 * DAY - 1);
    expect(await memory.run().expects(`${SHOP}/p/4`)).toBe(true);
    memory.pass(1);
    const run = memory.run();
    expect(await run.expects(`${SHOP}/p/4`)).toBe(false);
    await run.note(`${SHOP}/p/4`, true);
    expect(await run.expects(`${SHOP}/p/5`)).toBe(true);
    expect(await memory.run().expects(`${SHOP}/p/5`)).toBe(true);
  });

  it('are remembered up to a thousand forms, and nothing is written for pages with content', async () => {
    const memory = openMemory();
    const run = memory.run();
    const named = (at: number) => `/${at.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}/`;
    for (let at = 0; at < 1100; at += 1) {
      await note(run, `/plain${named(at)}`, false);
      await note(run, named(at), true);
    }
    expect(memory.kept.size).toBe(1000);
    expect(memory.written()).toBe(1000);
    await note(run, `/${'long'.repeat(1000)}/`, true);
    expect(memory.kept.size).toBe(1000);
  });
});
