/** The filter of keys that a run has used. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyFilter } from '../src/pipeline/page/key-filter.ts';

test('a key that was put in is never new again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), (keys) => {
      const filter = createKeyFilter();
      for (const key of keys) filter.isNew(key);
      return keys.every((key) => !filter.isNew(key));
    }),
    { numRuns: 20 },
  );
});

test.each([
  { keys: 200_000, atMost: 0.0005 },
  { keys: 1_000_000, atMost: 0.05 },
])('of $keys keys nearly all are new when they come', ({ keys, atMost }) => {
  const filter = createKeyFilter();
  let mistaken = 0;
  for (let number = 0; number < keys; number++)
    if (!filter.isNew(`https://shop.example/item/${number}`)) mistaken++;
  let held = 0;
  for (let number = 0; number < 10_000; number++)
    if (!filter.isNew(`https://shop.example/other/${number}`)) held++;
  expect(mistaken / keys).toBeLessThan(atMost);
  expect(held / 10_000).toBeLessThan(2 * atMost);
});
