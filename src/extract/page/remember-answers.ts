/** Remembers what was made of texts that return from page to page of a site, so that each is judged once. */
import { ownCopy } from '../html/own-texts.ts';

/** Longer texts are prose, which hardly returns. */
const LONGEST = 160;
const SIGHTS = 1 << 14;
/** Answers of one generation; what was not asked for during two of them is forgotten. */
const MOST = 4000;

/** A number that a text nearly always has for itself, by a few of its characters. */
function sightOf(text: string): number {
  const { length } = text;
  const [first, second] = [text.charCodeAt(length >> 2), text.charCodeAt(length >> 1)];
  const [third, last] = [text.charCodeAt(length - (length >> 2) - 1), text.charCodeAt(length - 1)];
  return (length * 7 + first * 31 + second * 523 + third * 4099 + last * 131) & (SIGHTS - 1);
}

/**
 * The same answers as `judge`, which must depend on nothing but the text. A text is kept when it comes for the second time:
 * most texts of a page, its title and its prices, come once.
 */
export function remembering<Answer extends NonNullable<unknown> | null>(
  judge: (text: string) => Answer,
): (text: string) => Answer {
  const sighted = new Uint8Array(SIGHTS);
  let young = new Map<string, Answer>();
  let old: ReadonlyMap<string, Answer> = new Map();
  const keep = (own: string, answer: Answer): Answer => {
    if (young.size >= MOST) {
      old = young;
      young = new Map();
      sighted.fill(0);
    }
    young.set(own, answer);
    return answer;
  };
  return (text) => {
    if (text.length > LONGEST) return judge(text);
    const sight = sightOf(text);
    const known = sighted[sight] === 0 ? undefined : young.get(text);
    if (known !== undefined) return known;
    const before = old.get(text);
    if (before !== undefined) return keep(ownCopy(text), before);
    if (sighted[sight] !== 0) {
      // What is judged may be a part of the answer.
      const own = ownCopy(text);
      return keep(own, judge(own));
    }
    sighted[sight] = 1;
    return judge(text);
  };
}
