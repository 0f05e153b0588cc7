/** What the names of elements mean for taking a page apart: which hold nothing, hold raw text, or end others. */
import { type KnownName, knownAt, nameTable } from './name-slots.ts';

export type TagKind = KnownName & {
  /** Has no content and no end tag. */
  readonly isVoid: boolean;
  /** A "<" in it is text until its own end tag. */
  readonly isRaw: boolean;
  /** Names of innermost elements that its start tag ends: their end tags may be left out (HTML standard, "optional tags"). */
  readonly ends: ReadonlySet<string> | null;
  /** `foreign`: in it a tag that ends in "/>" has no content; `html`: within a foreign one HTML's rules hold again. */
  readonly inside: 'foreign' | 'html' | null;
};

const KNOWN =
  'html head title meta link base script style noscript template body header nav main footer aside section article ' +
  'h1 h2 h3 h4 h5 h6 p div span a b i u s em strong small big sup sub br hr wbr ul ol li dl dt dd table caption ' +
  'thead tbody tfoot tr td th col colgroup form label input button select option optgroup textarea fieldset legend ' +
  'img picture source figure figcaption svg g path use symbol rect circle defs iframe video audio object param ' +
  'time data ins del address blockquote pre code center font bdi details summary strike abbr cite area map';

const VOID =
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr';
const RAW_TEXT = 'script style textarea title xmp';
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

const MEANS_NOTHING = { isVoid: false, isRaw: false, ends: null, inside: null };

function kindNamed(name: string): TagKind {
  const isIn = (names: string) => names.split(' ').includes(name);
  const ended = ENDS.find(([openers]) => isIn(openers))?.[1];
  return {
    name,
    isVoid: isIn(VOID),
    isRaw: isIn(RAW_TEXT),
    ends: ended === undefined ? null : new Set(ended.split(' ')),
    inside: isIn(FOREIGN) ? 'foreign' : isIn(BACK_IN_HTML) ? 'html' : null,
  };
}

export const BR = kindNamed('br');
export const P = kindNamed('p');

/** The usual names, and every name that means something. */
const TABLE = nameTable(
  [
    ...new Set(
      [KNOWN, VOID, RAW_TEXT, FOREIGN, BACK_IN_HTML, ...ENDS.map(([openers]) => openers)]
        .join(' ')
        .split(' '),
    ),
  ].map(kindNamed),
);

/** What the name between the two places means, which has come to this slot. */
export function kindAt(text: string, from: number, to: number, slot: number): TagKind {
  return (
    knownAt(TABLE, text, from, to, slot) ?? { name: text.slice(from, to).toLowerCase(), ...MEANS_NOTHING }
  );
}
