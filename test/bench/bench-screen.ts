/** Screening: the automaton at several sizes of list, the whole way from text to assessment, compiling, and hostile megabytes. */
import AhoCorasick from 'modern-ahocorasick';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import type { Watchlist } from '../../src/model/watchlist.ts';
import { compileWatchlist, type Screener } from '../../src/screen/compile-watchlist.ts';
import { scanText } from '../../src/screen/find/scan-text.ts';
import { compileTerms } from '../../src/screen/find/term-matcher.ts';
import { hasRightCheckDigit } from '../../src/text/cas-number.ts';
import { buildLookAlikes } from '../../src/text/look-alike.ts';
import { normalise } from '../../src/text/normalise.ts';
import { textTable } from '../evaluate/text-table.ts';
import { expectCount, inTurn } from './in-turn.ts';
import { inventedNames, type ShopTexts, shopTexts } from './shop-texts.ts';

const SIZES = [500, 5000, 20_000] as const;
const ON = new Date('2026-01-01T00:00:00Z');
const LISTINGS = 1000;

/** The shipped list, and invented substances of ten names and one number each until it has `count` terms. */
export function listOf(shipped: Watchlist, count: number): Watchlist {
  const first = shipped.substances[0];
  if (first === undefined) throw new Error('the shipped list is empty');
  const have = shipped.substances.reduce((sum, { terms }) => sum + terms.length, 0);
  const names = inventedNames(Math.max(0, count - have));
  const invented = Array.from({ length: Math.ceil(names.length / 10) }, (_, i) => ({
    ...first,
    id: `invented-${i}`,
    cas: [{ number: inventedCas(i), form: null, source: 'invented', verified: false }],
    structures: [],
    terms: names.slice(i * 10, i * 10 + 10).map((text) => ({
      ...{ text, language: 'en', source: 'invented', verified: false, ambiguous: false },
      ...{ collidesWith: [], state: 'live' as const },
    })),
  }));
  return { ...shipped, substances: [...shipped.substances, ...invented] };
}

function inventedCas(i: number): string {
  const stem = String(9_100_000 + i * 17);
  const written = `${stem.slice(0, -2)}-${stem.slice(-2)}-`;
  const digit = Array.from('0123456789').find((last) => hasRightCheckDigit(`${written}${last}`));
  return `${written}${digit}`;
}

function rate(bytes: number, seconds: number): string {
  return (bytes / 1e6 / seconds).toFixed(1);
}

/** Plain names in plain text, the same for all three: what the peers can do at all. */
function benchMatching(shipped: Watchlist, { texts, bytes }: ShopTexts, rounds: number): string[][] {
  return SIZES.map((size) => {
    const list = listOf(shipped, size);
    const { names } = compileTerms(list, buildLookAlikes());
    const terms = list.substances.flatMap((substance) =>
      substance.terms.map(({ text }) => text.toLowerCase()),
    );
    const lower = texts.map((text) => text.toLowerCase());
    const units = texts.map((text) => normalise(text).units);
    const peer = new AhoCorasick(terms);
    const expression = new RegExp(terms.map((term) => RegExp.escape(term)).join('|'), 'gu');
    const byPeer = () => lower.reduce((sum, text) => sum + peer.search(text).length, 0);
    const byExpression = () => lower.reduce((sum, text) => sum + (text.match(expression)?.length ?? 0), 0);
    const ours = () => units.reduce((sum, each) => sum + countMatches(names, each), 0);
    const wanted = { ours: ours(), peer: byPeer(), expression: byExpression() };
    const seconds = inTurn(rounds, {
      ours: () => expectCount('ours', ours(), wanted.ours),
      peer: () => expectCount('peer', byPeer(), wanted.peer),
      expression: () => expectCount('expression', byExpression(), wanted.expression),
    });
    const ratio = (other: number) => (other / seconds.ours).toFixed(1);
    return [
      ...[String(size), rate(bytes, seconds.ours), rate(bytes, seconds.peer), ratio(seconds.peer)],
      ...[rate(bytes, seconds.expression), ratio(seconds.expression)],
    ];
  });
}

function countMatches(
  { automaton, alphabet }: ReturnType<typeof compileTerms>['names'],
  units: Uint16Array,
): number {
  let count = 0;
  scanText(automaton, alphabet, units, {
    onPattern: () => {
      count += 1;
    },
    onDigit: () => undefined,
    onRepeat: () => undefined,
    onMask: () => undefined,
  });
  return count;
}

/** From raw text to assessment, with the time and the memory that compiling takes. */
function benchWhole(shipped: Watchlist, { texts, bytes, disguised }: ShopTexts, rounds: number): string[][] {
  return SIZES.map((size) => {
    const list = listOf(shipped, size);
    const before = memory();
    const started = performance.now();
    const screener = compileWatchlist(list);
    const compiled = performance.now() - started;
    const after = memory();
    const alerts = () => texts.filter((text) => verdictOf(screener, text) === 'alert').length;
    expectCount('alerts', alerts(), disguised);
    const { whole } = inTurn(rounds, { whole: () => expectCount('alerts', alerts(), disguised) }, WARM_UP);
    return [
      ...[
        String(size),
        rate(bytes, whole),
        (compiled / 1000).toFixed(2),
        ((after - before) / 1e6).toFixed(0),
      ],
    ];
  });
}

function verdictOf(screener: Screener, text: string): string {
  return screener.screenText({ title: null, text }, ON).verdict;
}

/** Bytes held, after the collector where it can be called (`node --expose-gc`). */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Rounds until all code that takes part is compiled. */
const WARM_UP = 4;

const HOSTILE = {
  'one letter': 'a',
  'a name again and again': 'norfentanyl ',
  'short names': '4-AP PMK BMK P2P NPP ',
  'a CAS number again and again': '1609-66-1 ',
  figures: '1234567890',
  'digits as words': 'one two three ',
  ornaments: 'ﷻ',
  'combining marks': '\u0301',
  'longest decomposition': '㌖',
  entities: '&#49;',
  pictographs: '🙂',
  'names and flags': 'norfentanyl telegram bitcoin ',
} as const;

function benchHostile(shipped: Watchlist, rounds: number): string[][] {
  const screener = compileWatchlist(shipped);
  const times = (pieces: Readonly<Record<string, string>>) => {
    const ways = Object.fromEntries(
      Object.entries(pieces).map(([name, piece]) => {
        const text = piece.repeat(Math.ceil(1e6 / Buffer.byteLength(piece)));
        return [name, () => void verdictOf(screener, text)];
      }),
    );
    return Object.entries(inTurn(Math.min(rounds, 5), ways, WARM_UP));
  };
  // By themselves: what they leave behind is collected while the next one runs.
  const seconds = [...times(HOSTILE), ...times({ 'random code points': randomText() })];
  return seconds.map(([name, time]) => [name, (time * 1000).toFixed(0)]);
}

function randomText(): string {
  let state = 1;
  let text = '';
  while (Buffer.byteLength(text) < 1000 || text.length < 250_000) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += String.fromCodePoint(state % 0x110000);
  }
  return text;
}

export async function benchScreen(rounds: number): Promise<void> {
  const shipped = await loadWatchlist(new URL('../../config/watchlist', import.meta.url).pathname);
  const ground = shopTexts(LISTINGS);
  const print = (rows: string[][]) => console.log(`${textTable(rows)}\n`);
  console.log(`screening: ${LISTINGS} listings, ${(ground.bytes / 1e6).toFixed(1)} MB of shop text, MB/s`);
  // First, as the product has it: what the automaton alone is timed with would make its calls slower ones.
  print([['hostile megabyte', 'ms'], ...benchHostile(shipped, rounds)]);
  print([['terms', 'text → assessment', 'compile s', 'MB held'], ...benchWhole(shipped, ground, rounds)]);
  print([
    ['terms', 'automaton', 'modern-ahocorasick', 'ratio', 'RegExp', 'ratio'],
    ...benchMatching(shipped, ground, rounds),
  ]);
}
