/** Names of elements out of the page's text: the known ones without making a string for each tag. */

const KNOWN =
  'html head title meta link base script style noscript template body header nav main footer aside section article ' +
  'h1 h2 h3 h4 h5 h6 p div span a b i u s em strong small big sup sub br hr wbr ul ol li dl dt dd table caption ' +
  'thead tbody tfoot tr td th col colgroup form label input button select option optgroup textarea fieldset legend ' +
  'img picture source figure figcaption svg g path use symbol rect circle defs iframe video audio object param ' +
  'time data ins del address blockquote pre code center font bdi details summary strike abbr cite area map';

const SLOTS = 2048;

function slotOf(text: string, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at++) hash = (hash * 31 + (text.charCodeAt(at) | 32)) & (SLOTS - 1);
  return hash;
}

/** By slot; of two names in one slot the first stays, the other is made anew for every tag. */
const TABLE: readonly (string | undefined)[] = KNOWN.split(' ').reduce<(string | undefined)[]>(
  (table, name) => {
    const slot = slotOf(name, 0, name.length);
    table[slot] ??= name;
    return table;
  },
  new Array<string | undefined>(SLOTS).fill(undefined),
);

/** Whether `lower` stands at `from`, in letters of either case. */
export function standsAt(text: string, from: number, lower: string): boolean {
  for (let at = 0; at < lower.length; at++) {
    const wanted = lower.charCodeAt(at);
    const found = text.charCodeAt(from + at);
    if (found !== wanted && (found < 65 || found > 90 || found + 32 !== wanted)) return false;
  }
  return true;
}

/** The name between the two places, in lower case. */
export function nameAt(text: string, from: number, to: number): string {
  const length = to - from;
  if (length <= 10) {
    const known = TABLE[slotOf(text, from, to)];
    if (known !== undefined && known.length === length && standsAt(text, from, known)) return known;
  }
  return text.slice(from, to).toLowerCase();
}
