/** What reading remembers from page to page changes nothing of what is read. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Extraction, extractPage } from '../src/extract/extract-page.ts';
import { once } from '../src/extract/html/once.ts';
import { giveOwnTexts } from '../src/extract/html/own-texts.ts';
import { openReadingMemory } from '../src/extract/page/reading-memory.ts';
import { remembering } from '../src/extract/page/remember-answers.ts';
import type { ReadingRules } from '../src/model/site.ts';
import { SHAPES, shopPage } from './bench/shop-pages.ts';

type Expected = { url: string; status?: number; rules?: ReadingRules | null };
type Read = (memory?: ReturnType<typeof openReadingMemory>) => Extraction;

const folder = new URL('cases/pages/', import.meta.url);

const saved = readdirSync(folder).map((name): Read => {
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, folder), 'utf8'));
  const { url, status = 200, rules = null } = expected as Expected;
  const file = readdirSync(new URL(name, folder)).find((each) => each.startsWith('page.')) ?? 'page.html';
  const body = readFileSync(new URL(`${name}/${file}`, folder));
  return (memory) => extractPage({ url, status, headers: {}, body }, rules, memory && { memory });
});

const made = SHAPES.flatMap((shape) =>
  [true, false].flatMap((structured) =>
    [1, 2, 3].map((number): Read => {
      const { body } = shopPage(shape, structured, number);
      const page = { url: `https://shop.example/p/${number}`, status: 200, headers: {}, body };
      return (memory) => extractPage(page, null, memory && { memory });
    }),
  ),
);

test('pages read the same with one memory as without any, in whatever order they come', () => {
  const pages = [...saved, ...made].map((read) => ({ read, alone: once(() => read()) }));
  const some = fc.shuffledSubarray(pages, { minLength: 100, maxLength: 200 });
  fc.assert(
    fc.property(some, some, (first, second) => {
      const memory = openReadingMemory();
      for (const { read, alone } of [...first, ...second]) expect(read(memory)).toEqual(alone());
    }),
    { numRuns: 2 },
  );
});

test('an answer that is remembered is the answer to that text, however many texts come', () => {
  const judge = (text: string) => (text.length % 3 === 0 ? null : text.toUpperCase());
  const words = fc.array(fc.string({ maxLength: 4 }), { minLength: 200, maxLength: 400 });
  fc.assert(
    fc.property(words, (texts) => {
      const answers = remembering(judge);
      for (let round = 0; round < 60; round += 1)
        for (const text of texts) {
          const one = `${text}${round % 3 === 0 ? round : ''}`;
          expect(answers(one)).toBe(judge(one));
        }
    }),
    { numRuns: 5 },
  );
});

test('a text that returns is judged no more than twice while few others come', () => {
  let judged = 0;
  const answers = remembering((text) => {
    judged += 1;
    return text;
  });
  for (let time = 0; time < 10; time += 1) expect(answers('Add to cart')).toBe('Add to cart');
  expect(judged).toBe(2);
});

test('a value with texts of its own is the same value, lone halves of pairs of surrogates included', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const value = fc.record({
    title: text,
    seller: fc.option(fc.record({ name: text, id: fc.constant(null) })),
    images: fc.array(text),
    attributes: fc.dictionary(fc.stringMatching(/^\w{1,20}$/), text),
  });
  fc.assert(
    fc.property(value, (given) => {
      const own = structuredClone(given);
      giveOwnTexts(own);
      expect(own).toEqual(given);
    }),
  );
});
