/** What stands beside a find and may be another name. */
import { describe, expect, it } from 'vitest';
import type { Hit } from '../src/model/assessment.ts';
import { namesBeside } from '../src/screen/names-beside.ts';

const HIT: Hit = {
  substance: 'norfentanyl',
  term: 'norfentanyl',
  technique: 'name',
  field: 'text',
  start: 0,
  end: 11,
  text: 'norfentanyl',
};

function saidIn(text: string): string[] {
  return namesBeside([{ field: 'text', text }], [HIT], () => false)
    .filter(({ relation }) => relation === 'also-known-as')
    .map((name) => name.text);
}

describe('what a text says is another name', () => {
  it.each([
    ['norfentanyl, also known as lemon drops.', ['lemon drops']],
    ['norfentanyl; synonyms: N,N-dixyzal', ['n,n-dixyzal']],
    ['norfentanyl a.k.a. 2-xy-1,3-thing, in stock', ['2-xy-1,3-thing']],
    ['norfentanyl 又名青石粉，现货', ['青石粉']],
    ['norfentanyl of the aliasing kind', []],
  ])('%s', (text, said) => {
    expect(saidIn(text)).toEqual(said);
  });
});

describe('a hostile row', () => {
  it.each([
    ['letters without end', 'a'.repeat(200_000)],
    ['letters and commas', 'a,'.repeat(100_000)],
    ['open brackets', '('.repeat(200_000)],
  ])('is read to its end: %s', (_, text) => {
    expect(namesBeside([{ field: 'text', text: `norfentanyl ${text}` }], [HIT], () => false)).toEqual([]);
  });
});
