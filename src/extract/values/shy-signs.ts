/** Letters that stand for a currency beside an amount and for much else elsewhere: believed where a text is a price and nothing else. */
import { SHY_SIGNS } from './currency-signs.ts';
import { saysOnlyPrice } from './price-words.ts';

const CODES: ReadonlyMap<string, readonly string[]> = new Map(
  SHY_SIGNS.flatMap(([codes, signs]) =>
    signs.split('|').map((sign): [string, string[]] => [sign, codes.split(' ')]),
  ),
);

const signsOn = (side: 'before' | 'behind'): string =>
  SHY_SIGNS.filter(([, , own]) => own === side || own === 'either')
    .flatMap(([, signs]) => signs.split('|'))
    .sort((a, b) => b.length - a.length)
    .map((sign) => sign.replaceAll('.', '\\.'))
    .join('|');
const [BEFORE, BEHIND] = [signsOn('before'), signsOn('behind')];

/** With thousands or cents: "DT 990" is the name of a thing. */
const GROUPED = "\\d{1,3}(?:[., '’]\\d{3})*[.,]\\d{2,3}|\\d{1,3}(?:[., '’]\\d{3})+";
const WHOLE = new RegExp(`^\\s?(?:(${BEFORE}) ?(?:${GROUPED})|(?:${GROUPED}) ?(${BEHIND}))\\s?$`);
/** In UTF-16 units: "Q1.50" is the shortest. */
const [MIN_WHOLE, MAX_WHOLE] = [5, 24];

const BESIDE = new RegExp(
  `(?<![\\p{L}\\p{N}.]|\\d )(${BEFORE})(?=\\s?\\d)|(?<=\\d\\s?)(${BEHIND})(?![\\p{L}\\p{N}])`,
  'gu',
);

type Token = { readonly start: number; readonly end: number; readonly codes: readonly string[] };

function tokenAt(sign: string, start: number): Token[] {
  const codes = CODES.get(sign);
  return codes === undefined ? [] : [{ start, end: start + sign.length, codes }];
}

/** Of a text anywhere on a page, which has to be an amount with thousands or cents and this sign. */
export function shyTokenOfWhole(text: string): Token | null {
  if (text.length < MIN_WHOLE || text.length > MAX_WHOLE) return null;
  const [, before, behind = ''] = WHOLE.exec(text) ?? [];
  const sign = before ?? behind;
  return tokenAt(sign, before === undefined ? text.lastIndexOf(sign) : text.indexOf(sign))[0] ?? null;
}

/** Of a text that is known to be a price, in which no words stand but those of prices. */
export function shyTokensBeside(text: string): Token[] {
  const tokens = [...text.matchAll(BESIDE)].flatMap(({ 0: sign, index }) => tokenAt(sign, index));
  return tokens.length > 0 && saysOnlyPrice(text.replaceAll(BESIDE, ' ')) ? tokens : [];
}

/** What the sign may mean in a field that holds nothing else. */
export const shyCodes = (field: string): readonly string[] => CODES.get(field.trim()) ?? [];
