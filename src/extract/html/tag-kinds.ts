/** What the names of elements mean for taking a page apart: which hold nothing, hold raw text, or end others. */
import {
  IS_BREAK,
  IS_DECODED,
  IS_FOREIGN,
  IS_HTML,
  IS_PARAGRAPH,
  IS_RAW,
  IS_SHADOW,
  IS_TEMPLATE,
  IS_VOID,
  STRANGE,
  WHOLE_PAGE,
} from './page-numbers.ts';

export type TagKind = {
  /** In lower case. */
  readonly name: string;
  /** From 2 on. */
  readonly number: number;
  /** The sum of what it is: `IS_VOID` and so on. */
  readonly meaning: number;
  /** Names of innermost elements that its start tag ends: their end tags may be left out (HTML standard, "optional tags"). */
  readonly ends: readonly string[];
};

/** 1 at the numbers of the tags that are in it. */
export type TagSet = Uint8Array;

const KNOWN =
  'html head title meta link base script style noscript template body header nav main footer aside section article ' +
  'h1 h2 h3 h4 h5 h6 p div span a b i u s em strong small big sup sub br hr wbr ul ol li dl dt dd table caption ' +
  'thead tbody tfoot tr td th col colgroup form label input button select option optgroup textarea fieldset legend ' +
  'img picture source figure figcaption svg g path use symbol rect circle defs iframe video audio object param ' +
  'time data ins del address blockquote pre code center font bdi details summary strike abbr cite area map dialog';

const VOID =
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr';
const RAW = 'script style textarea title xmp';
const FOREIGN = 'math svg';
const BACK_IN_HTML = 'mi mo mn ms mtext annotation-xml foreignobject desc title';
/** What a template is that declares a shadow root: no page writes it. */
export const SHADOWED = 'shadowed';

const MEANINGS: readonly (readonly [meaning: number, names: string])[] = [
  [IS_VOID, VOID],
  [IS_RAW, RAW],
  [IS_DECODED, 'title'],
  [IS_FOREIGN, FOREIGN],
  [IS_HTML, BACK_IN_HTML],
  [IS_BREAK, 'br'],
  [IS_PARAGRAPH, 'p'],
  [IS_TEMPLATE, 'template'],
  [IS_SHADOW, SHADOWED],
];

const FORM_PARTS = 'input option optgroup select button datalist textarea';
const ENDS = [
  ['tr', 'tr th td'],
  ['th', 'th'],
  ['td', 'thead th td'],
  ['body', 'head link script'],
  ['li', 'li'],
  ['option', 'option'],
  ['optgroup', 'optgroup option'],
  ['dd dt', 'dd dt'],
  ['rt rp', 'rt rp'],
  ['tbody tfoot', 'thead tbody'],
  ['select input output button datalist textarea', FORM_PARTS],
  [
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form ' +
      'header hr main nav ol pre section table ul',
    'p',
  ],
] as const;

const NAMES: readonly string[] = [
  ...new Set(
    [
      'page',
      KNOWN,
      VOID,
      RAW,
      FOREIGN,
      BACK_IN_HTML,
      SHADOWED,
      ...ENDS.map(([openers, ended]) => `${openers} ${ended}`),
    ]
      .join(' ')
      .split(' '),
  ),
];
/** The first of them is the whole page. */
const FIRST_NUMBER = WHOLE_PAGE;

/** Of names with a blank between them; all of them must be in the table. @throws Error for one that is not */
export function tagSet(names: string): TagSet {
  const set = new Uint8Array(256);
  for (const name of names.split(' ')) {
    const at = NAMES.indexOf(name);
    if (at < 0) throw new Error(`${name} is no known tag`);
    set[at + FIRST_NUMBER] = 1;
  }
  return set;
}

const isIn = (name: string, names: string) => names.split(' ').includes(name);

/** The usual names, and every name that means something, in the order of their numbers. */
export const TAG_KINDS: readonly TagKind[] = NAMES.map((name, at) => ({
  name,
  number: at + FIRST_NUMBER,
  meaning: MEANINGS.reduce((sum, [meaning, names]) => (isIn(name, names) ? sum + meaning : sum), 0),
  ends: ENDS.find(([openers]) => isIn(name, openers))?.[1].split(' ') ?? [],
}));

const NUMBERS: ReadonlyMap<string, number> = new Map(TAG_KINDS.map(({ name, number }) => [name, number]));

/** Number of the tag of this name in lower case; {@link STRANGE} for a name that is not in the table. */
export function tagNumber(name: string): number {
  return NUMBERS.get(name) ?? STRANGE;
}

/** Names by number; '' for texts and for names that are not in the table. */
export const TAG_NAMES: readonly string[] = Array.from(
  { length: 256 },
  (_, number) => NAMES[number - FIRST_NUMBER] ?? '',
);
