/** Same thing? Two listings compared by what they say of the goods: scored by a table of weights, each part explained. */
import { EDITION_STEPS, PLATFORMS, SEPARATE_EDITIONS } from './goods-words.ts';
import { areOpposed, type CodeRelation, relateCodes } from './model-codes.ts';
import type { Goods } from './read-goods.ts';
import { spells } from './squashed-text.ts';
import { coverage } from './word-overlap.ts';

/** Points for and against. Text alone gives at most `words` together; a shared number decides, an opposed one forbids. */
const WEIGHTS = {
  'title-covered': 3,
  'title-shared': 3,
  'title-contained': 1,
  'same-text': 3,
  'like-text': 1,
  'same-cas': 3,
  'other-cas': -6,
  'same-code': 3,
  'contained-code': 3,
  'related-code': 0.5,
  'code-in-text': 1,
  'opposed-code': -3,
  'other-code': -1.5,
  'same-numbers': 0.2,
  'other-numbers': -1.5,
  'same-colour': 0.5,
  'other-colour': -5,
  'other-edition': -1.5,
  'other-step': -1.5,
  'missing-step': -0.8,
  'other-platform': -1,
  'same-price': 1,
  'near-price': 0.4,
  'other-price': -0.5,
  'far-price': -1,
  'very-far-price': -1.5,
} as const;

export type EvidenceSign = keyof typeof WEIGHTS;

/** One thing that speaks for (above 0) or against (below 0) that both are the same; `detail` shows what was compared. */
export type Evidence = { readonly sign: EvidenceSign; readonly weight: number; readonly detail: string };

export type Comparison = { readonly score: number; readonly evidence: readonly Evidence[] };

/** From this score on two listings offer the same thing. */
export const SAME_FROM = 5;

/** A title is taken as said whole by the other one although a small word is missing. */
const CONTAINED = 0.95;
const FEWEST_WORDS = 8;
const SAME_TEXT = 0.75;
const LIKE_TEXT = 0.5;
const CODE_SIGNS: Readonly<Record<CodeRelation, EvidenceSign | null>> = {
  equal: 'same-code',
  contained: 'contained-code',
  related: 'related-code',
  none: null,
};
const RELATIONS: readonly CodeRelation[] = ['none', 'related', 'contained', 'equal'];
/** Absolute logarithm of the ratio of two prices, up to which each sign holds. */
const PRICE_STEPS: readonly (readonly [number, EvidenceSign | null])[] = [
  [0.12, 'same-price'],
  [0.25, 'near-price'],
  [0.4, null],
  [0.6, 'other-price'],
  [0.9, 'far-price'],
  [Number.POSITIVE_INFINITY, 'very-far-price'],
];

function evidence(sign: EvidenceSign, detail: string, part = 1): Evidence {
  return { sign, weight: WEIGHTS[sign] * part, detail };
}

function some(values: Iterable<string>): string {
  return [...values].slice(0, 4).join(', ');
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function compareTitles(a: Goods, b: Goods): Evidence[] {
  const [less, more] = [coverage(a, b), coverage(b, a)].sort((x, y) => x - y) as [number, number];
  if (more === 0) return [];
  const found = [
    evidence('title-covered', `${percent(more)} of one title`, more),
    evidence('title-shared', `${percent(less)} of the other title`, less),
  ];
  if (more >= CONTAINED) found.push(evidence('title-contained', 'one title says all of the other'));
  return found;
}

/** Descriptions are compared only when both say something: a shop's standing phrases are not the thing's own words. */
function compareTexts(a: Goods, b: Goods): Evidence[] {
  const [left, right] = [a.rest.words, b.rest.words];
  if (Math.min(left.size, right.size) < FEWEST_WORDS) return [];
  const shared = left.intersection(right).size;
  const part = shared / (left.size + right.size - shared);
  const sign = part >= SAME_TEXT ? 'same-text' : part >= LIKE_TEXT ? 'like-text' : null;
  return sign === null ? [] : [evidence(sign, `${percent(part)} of the words of both descriptions`)];
}

function compareCas(a: Goods, b: Goods): Evidence[] {
  if (a.cas.size === 0 || b.cas.size === 0) return [];
  const shared = a.cas.intersection(b.cas);
  return shared.size > 0
    ? [evidence('same-cas', some(shared))]
    : [evidence('other-cas', `${some(a.cas)} against ${some(b.cas)}`)];
}

type OpenCodes = { readonly shared: string[]; readonly inText: string[]; readonly open: string[] };

/** Which codes of one side the other one's title or text spells, and which stay open. */
function lookUp(codes: readonly string[], other: Goods): OpenCodes {
  const found: OpenCodes = { shared: [], inText: [], open: [] };
  for (const code of codes) {
    if (other.codes.includes(code) || spells(other.title.squashed, code)) found.shared.push(code);
    else {
      if (spells(other.rest.squashed, code)) found.inText.push(code);
      found.open.push(code);
    }
  }
  return found;
}

function pairs(a: readonly string[], b: readonly string[]): [string, string][] {
  return a.flatMap((x) => b.map((y): [string, string] => [x, y]));
}

function compareCodes(a: Goods, b: Goods): Evidence[] {
  const [left, right] = [lookUp(a.codes, b), lookUp(b.codes, a)];
  const shared = new Set([...left.shared, ...right.shared]);
  const inText = [...left.inText, ...right.inText];
  const open = pairs(left.open, right.open);
  const against = (list: readonly [string, string][]) => some(list.map(([x, y]) => `${x} against ${y}`));
  const relations = open.map(([x, y]) => relateCodes(x, y));
  const best = RELATIONS.findLast((relation) => relations.includes(relation)) ?? 'none';
  const relation = shared.size > 0 ? 'equal' : best;
  const sign = CODE_SIGNS[relation];
  const found: Evidence[] = [];
  if (sign !== null) found.push(evidence(sign, shared.size > 0 ? some(shared) : against(open)));
  if (inText.length > 0 && (relation === 'none' || relation === 'related')) {
    found.push(evidence('code-in-text', some(inText)));
  }
  const opposed = open.filter(([x, y]) => areOpposed(x, y));
  if (best !== 'contained' && opposed.length > 0) found.push(evidence('opposed-code', against(opposed)));
  if (relation === 'none' && open.length > 0) {
    found.push(evidence('other-code', against(open), inText.length > 0 ? 0.5 : 1));
  }
  return found;
}

/** "7" stands for any "7.2": a title may leave the smaller part of a version out. */
function saysNumber(goods: Goods, number: string): boolean {
  if (goods.title.numbers.has(number) || goods.rest.numbers.has(number)) return true;
  const whole = (text: string) => text.split('.', 1)[0];
  return [...goods.title.numbers].some(
    (other) => whole(other) === whole(number) && (!other.includes('.') || !number.includes('.')),
  );
}

function compareNumbers(a: Goods, b: Goods): Evidence[] {
  const onlyA = [...a.title.numbers].filter((number) => !saysNumber(b, number));
  const onlyB = [...b.title.numbers].filter((number) => !saysNumber(a, number));
  const shared = a.title.numbers.intersection(b.title.numbers);
  const found = shared.size > 0 ? [evidence('same-numbers', some(shared))] : [];
  if (onlyA.length > 0 && onlyB.length > 0) {
    found.push(evidence('other-numbers', `${some(onlyA)} against ${some(onlyB)}`));
  }
  return found;
}

/** The colours of the title, or of the text when it names just one. */
function coloursOf({ title, rest }: Goods): ReadonlySet<string> {
  if (title.colours.size > 0) return title.colours;
  return rest.colours.size === 1 ? rest.colours : new Set();
}

function compareColours(a: Goods, b: Goods): Evidence[] {
  const [left, right] = [coloursOf(a), coloursOf(b)];
  if (left.size === 0 || right.size === 0) return [];
  const shared = left.intersection(right);
  return shared.size > 0
    ? [evidence('same-colour', some(shared))]
    : [evidence('other-colour', `${some(left)} against ${some(right)}`)];
}

function compareEditions(a: Goods, b: Goods): Evidence[] {
  const onlyA = a.editions.difference(b.editions);
  const onlyB = b.editions.difference(a.editions);
  const found = [...onlyA, ...onlyB]
    .filter((edition) => SEPARATE_EDITIONS.has(edition))
    .map((edition) => evidence('other-edition', edition));
  const [stepsA, stepsB] = [onlyA.intersection(EDITION_STEPS), onlyB.intersection(EDITION_STEPS)];
  if (stepsA.size > 0 && stepsB.size > 0) {
    found.push(evidence('other-step', `${some(stepsA)} against ${some(stepsB)}`));
  } else if (stepsA.size + stepsB.size > 0) {
    found.push(evidence('missing-step', some([...stepsA, ...stepsB])));
  }
  if (onlyA.intersection(PLATFORMS).size > 0 && onlyB.intersection(PLATFORMS).size > 0) {
    found.push(evidence('other-platform', `${some(onlyA)} against ${some(onlyB)}`));
  }
  return found;
}

function comparePrices(a: Goods, b: Goods): Evidence[] {
  const [left, right] = [a.price, b.price];
  if (left === null || right === null) return [];
  if (left.currency !== null && right.currency !== null && left.currency !== right.currency) return [];
  const distance = Math.abs(Math.log(left.amount / right.amount));
  const sign = PRICE_STEPS.find(([upTo]) => distance <= upTo)?.[1] ?? null;
  return sign === null ? [] : [evidence(sign, `${left.amount} against ${right.amount}`)];
}

/** The same for (a, b) as for (b, a), but for the order of the details. */
export function compareGoods(a: Goods, b: Goods): Comparison {
  const found = [
    ...compareTitles(a, b),
    ...compareTexts(a, b),
    ...compareCas(a, b),
    ...compareCodes(a, b),
    ...compareNumbers(a, b),
    ...compareColours(a, b),
    ...compareEditions(a, b),
    ...comparePrices(a, b),
  ];
  return { score: found.reduce((sum, { weight }) => sum + weight, 0), evidence: found };
}
