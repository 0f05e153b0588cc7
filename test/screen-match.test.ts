/** The matchers: which technique finds what, and that they miss nothing a slow search would find. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Watchlist } from '../src/model/watchlist.ts';
import type { Screener } from '../src/screen/compile-watchlist.ts';
import { buildAlphabet } from '../src/screen/find/alphabet.ts';
import { scanText } from '../src/screen/find/scan-text.ts';
import { buildAutomaton } from '../src/screen/find/term-automaton.ts';
import { screenedFields } from '../src/screen/screened-fields.ts';
import { buildLookAlikes } from '../src/text/look-alike.ts';
import longer from './cases/longer-names.json' with { type: 'json' };
import techniques from './cases/techniques.json' with { type: 'json' };
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

const ON = new Date('2026-06-01T00:00:00Z');
let list: Watchlist;
let screener: Screener;
beforeAll(async () => {
  list = await shippedWatchlist();
  screener = await shippedScreener();
});

/** Pattern and last place of everything that the automaton meets. */
function meet(patterns: readonly string[], text: string): string[] {
  const units = patterns.map(unitsOf);
  const alphabet = buildAlphabet(units, buildLookAlikes());
  const found: string[] = [];
  scanText(buildAutomaton(units, alphabet), alphabet, unitsOf(text), {
    onPattern: (pattern, end) => found.push(`${pattern}@${end}`),
    onDigit: () => undefined,
    onRepeat: () => undefined,
    onMask: () => undefined,
  });
  return found.sort();
}

const unitsOf = (text: string) => Uint16Array.from(text, (character) => character.charCodeAt(0));

describe('the automaton', () => {
  const few = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '苯', '基'), maxLength: 5 });
  const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '苯', '基', 'x'), maxLength: 60 });

  function naive(patterns: readonly string[], text: string): string[] {
    const found: string[] = [];
    patterns.forEach((pattern, i) => {
      for (let at = 0; pattern !== '' && at + pattern.length <= text.length; at += 1) {
        if (text.startsWith(pattern, at)) found.push(`${i}@${at + pattern.length - 1}`);
      }
    });
    return found.sort();
  }

  it('finds exactly what a naive search finds', () => {
    fc.assert(
      fc.property(fc.array(few, { maxLength: 12 }), long, (patterns, text) => {
        expect(meet(patterns, text)).toEqual(naive(patterns, text));
      }),
      { numRuns: 200 },
    );
  });

  it('finds patterns with more letters than the table has columns', () => {
    const patterns = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x4e00 + i, 0x4e01 + i));
    const text = patterns.join('');
    expect(meet(patterns, text)).toEqual(naive(patterns, text));
  });
});

describe('techniques', () => {
  it.each(techniques)('$name', ({ text, term, technique, found }) => {
    const { hits } = screener.screenText({ title: null, text }, ON);
    expect(hits.map((hit) => ({ term: hit.term, technique: hit.technique, found: hit.text }))).toEqual([
      { term, technique, found },
    ]);
  });
});

describe('split over fields', () => {
  const listing = {
    ...{ url: 'https://shop.example/1', externalId: null, price: null, availability: null, quantity: null },
    ...{ seller: null, contacts: [], location: null, images: [], language: null, postedAt: null, source: {} },
  };
  const filler = 'An ordinary sentence about delivery and returns. '.repeat(10);

  it.each([
    {
      name: 'title and description',
      title: 'Norfen',
      description: `tanyl in stock. ${filler}`,
      attributes: {},
      parts: ['Norfen'],
    },
    {
      name: 'the end of a long description and the first attribute',
      title: 'Goods',
      description: `${filler} CAS 1609-`,
      attributes: { Form: '66-1', Pack: '25 g' },
      parts: ['1609-'],
    },
    {
      name: 'three attributes',
      title: 'Goods',
      description: filler,
      attributes: { A: 'nor', B: 'fen', C: 'tanyl' },
      parts: ['tanyl'],
    },
    {
      name: 'attributes whose names have a colon',
      title: 'Goods',
      description: filler,
      attributes: { 'Item:1': 'norfen', 'Item:2': 'tanyl' },
      parts: ['norfen'],
    },
  ])('$name: the larger part is marked', ({ title, description, attributes, parts }) => {
    const { hits } = screener.screen({ ...listing, title, description, attributes }, ON);
    expect(hits.map(({ text }) => text)).toEqual(parts);
    expect(hits.map(({ technique }) => technique)).toEqual(parts.map(() => 'split'));
  });

  it('does not join what stands far apart in one long text', () => {
    const description = `norfen ${filler} tanyl`;
    expect(screener.screen({ ...listing, title: 'Goods', description, attributes: {} }, ON).hits).toEqual([]);
  });
});

describe('every term and CAS number of the list', () => {
  it('is found for its substance, in a sentence of any script', () => {
    const missed: string[] = [];
    for (const { id, terms, cas } of list.substances) {
      for (const text of [...terms.map((term) => term.text), ...cas.map(({ number }) => number)]) {
        for (const [before, after] of [
          ['', ''],
          ['buy ', ' now'],
          ['купить ', ', цена'],
          ['供应 ', ' 现货'],
        ]) {
          const { hits } = screener.screenText({ title: null, text: `${before}${text}${after}` }, ON);
          if (!hits.some(({ substance }) => substance === id)) missed.push(`${id}: ${before}${text}${after}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });

  it('is found in capitals, with accents off, in full width and with other dashes', () => {
    const full = (text: string) =>
      text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    const changes = [
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      full,
      (text: string) => text.replaceAll('-', '‑'),
      (text: string) => [...text].join('\u200b'),
    ];
    const missed: string[] = [];
    for (const { id, terms, cas } of list.substances) {
      for (const text of [...terms.map((term) => term.text), ...cas.map(({ number }) => number)]) {
        for (const change of changes) {
          const { hits } = screener.screenText({ title: null, text: change(text) }, ON);
          if (!hits.some(({ substance }) => substance === id)) missed.push(`${id}: ${change(text)}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });

  it('is found wherever it stands among harmless words, with a span on exactly its text', () => {
    const words = fc.array(
      fc.constantFrom('и', 'the', '5', '—', '现货', '\u200b', '&amp;', '\n', 'é', '🙂'),
      { maxLength: 6 },
    );
    const names = list.substances
      .flatMap(({ id, terms }) => terms.map(({ text }) => ({ id, text })))
      .filter(({ text }) => /^[a-z]{8,}$/.test(text));
    fc.assert(
      fc.property(words, fc.constantFrom(...names), words, (before, name, after) => {
        const text = [...before, ', ', name.text, ', ', ...after].join(' ');
        const { hits } = screener.screenText({ title: null, text }, ON);
        expect(hits.filter(({ substance }) => substance === name.id).map((hit) => hit.text)).toEqual([
          name.text,
        ]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('any text at all', () => {
  // Each took a second and a half: every word was held against every name that begins with its letter, to the last sign.
  it('costs little, be it of nothing but words with signs in them', () => {
    for (const _ of Array.from({ length: 20 }))
      expect(screener.screenText({ title: null, text: 'á&#$'.repeat(3000) }, ON).hits).toEqual([]);
  }, 20_000);

  it('gives spans that lie in the text and slices that stand there', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'norfentanyl',
        'n0rfentanyl',
        '1609-66-1',
        '4-AP',
        ' ',
        '-',
        '&#49;',
        '\u200b',
        '苯',
        'cas ',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        for (const { start, end, text: slice } of screener.screenText({ title: text, text }, ON).hits) {
          expect(slice).toBe(text.slice(start, end));
          expect(slice).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('screenedFields', () => {
  it('joins attributes line by line and leaves out what is empty', () => {
    const seller = { name: 'Shop', id: null, url: null, country: null };
    const fields = screenedFields({
      title: 'A',
      description: null,
      attributes: { CAS: '1', Form: 'x' },
      quantity: '',
      seller,
    });
    expect(fields).toEqual([
      { field: 'title', text: 'A' },
      { field: 'attributes', text: 'CAS: 1\nForm: x\n' },
      { field: 'seller', text: 'Shop' },
    ]);
  });
});

/** What is written of it leaves no doubt that it is sold: only the name decides. */
const SOLD = ', 99 %, 100 g, in stock. 25 EUR, free shipping, no licence needed, bitcoin.';

describe('a name inside a longer one', () => {
  it.each(longer.others)('is another chemical’s: %s', (name) => {
    const { verdict, substances } = screener.screenText({ title: name, text: `${name}${SOLD}` }, ON);
    expect({ verdict, substances }).toMatchObject({ verdict: 'clear', substances: [] });
  });

  it.each(longer.ours)('is still found beside salts, sides and other goods: %s', (name, substance) => {
    const { hits } = screener.screenText({ title: name, text: `${name}${SOLD}` }, ON);
    expect(hits.map((hit) => hit.substance)).toContain(substance);
  });
});
