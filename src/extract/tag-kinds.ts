/** What the names of elements mean for taking a page apart: which hold nothing, hold raw text, or end others. */
import { type PageText, textAt } from './code-units.ts';
import { type KnownName, knownBySum, nameTable, sumOfName } from './name-slots.ts';

/** Numbers of what is no element that HTML knows: a text, a text in which nothing is decoded, an element of another name. */
export const [TEXT, RAW_TEXT, STRANGE] = [0, 1, 255];

export type TagKind = KnownName & {
  /** From 2 on; {@link STRANGE} for a name that is not in the table. */
  readonly number: number;
  /** Of its name, as bytes; none of a name that is not in the table. */
  readonly letters: Uint8Array;
  /** Has no content and no end tag. */
  readonly isVoid: boolean;
  /** A "<" in it is text until its own end tag. */
  readonly isRaw: boolean;
  /** Names of innermost elements that its start tag ends: their end tags may be left out (HTML standard, "optional tags"). */
  readonly ends: TagSet | null;
  /** `foreign`: in it a tag that ends in "/>" has no content; `html`: within a foreign one HTML's rules hold again. */
  readonly inside: 'foreign' | 'html' | null;
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
      ...ENDS.map(([openers, ended]) => `${openers} ${ended}`),
    ]
      .join(' ')
      .split(' '),
  ),
];
/** In the order of their numbers. */
const FIRST_NUMBER = 2;

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

function kindNamed(name: string, at: number): TagKind {
  const isIn = (names: string) => names.split(' ').includes(name);
  const ended = ENDS.find(([openers]) => isIn(openers))?.[1];
  return {
    name,
    sum: sumOfName(name),
    number: at + FIRST_NUMBER,
    letters: Uint8Array.from(name, (letter) => letter.charCodeAt(0)),
    isVoid: isIn(VOID),
    isRaw: isIn(RAW),
    ends: ended === undefined ? null : tagSet(ended),
    inside: isIn(FOREIGN) ? 'foreign' : isIn(BACK_IN_HTML) ? 'html' : null,
  };
}

/** The usual names, and every name that means something. */
const KINDS = NAMES.map(kindNamed);
const TABLE = nameTable(KINDS);
const BY_NAME: ReadonlyMap<string, TagKind> = new Map(KINDS.map((kind) => [kind.name, kind]));

const NO_LETTERS = new Uint8Array();

const strange = (name: string, sum: number): TagKind => ({
  name,
  sum,
  number: STRANGE,
  letters: NO_LETTERS,
  isVoid: false,
  isRaw: false,
  ends: null,
  inside: null,
});

/** `name` is in lower case. */
export function kindOfName(name: string): TagKind {
  return BY_NAME.get(name) ?? strange(name, sumOfName(name));
}

export const BR = kindOfName('br');
export const P = kindOfName('p');
/** What holds all of a page; no tag makes it. */
export const WHOLE_PAGE = kindOfName('page');

/** By number; what holds the page and what is strange have no letters by which an end tag would end them. */
export const KINDS_BY_NUMBER: readonly TagKind[] = Array.from({ length: 256 }, (_, number) => {
  const kind = KINDS[number - FIRST_NUMBER];
  return kind === undefined || kind === WHOLE_PAGE ? strange('', 0) : kind;
});

/** What the name between the two places means, whose letters sum up to this. */
export function kindAt(page: PageText, from: number, to: number, sum: number): TagKind {
  return knownBySum(TABLE, sum) ?? strange(textAt(page, from, to).toLowerCase(), sum);
}

/** Names by number; '' for texts and for names that are not in the table. */
export const TAG_NAMES: readonly string[] = Array.from(
  { length: 256 },
  (_, number) => NAMES[number - FIRST_NUMBER] ?? '',
);
