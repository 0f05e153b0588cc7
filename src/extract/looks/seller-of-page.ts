/** Whose goods a list holds where its cards name nobody: its address is that of one seller's own page, and its heading names whose. */
import type { ListingSeller } from '../../model/listing.ts';
import { around, type Node, nodesTagged } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { companyHeading } from '../page/company-heading.ts';
import { SIGN } from '../page/name-signs.ts';
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sellerNamed } from './linked-seller.ts';
import { sellerNameIn, squeezedName } from './seller-name.ts';

const HEADINGS = tagSet('h1 h2 h3');
/** Of the page, from its beginning. */
const MAX_HEADINGS = 40;
const MAX_NAME = 100;
/** Levels between a heading and what is called a seller around it. */
const MAX_CLIMB = 3;
const NUMBER = /^\d+$/;
const WORD = /\S+/g;

/** The words of a text that its address is made of: "Atelier Dupré" in "Ads of Atelier Dupré" for "atelier-dupre". */
function wordsWritten(text: string, written: string): string | null {
  const words = text.match(WORD) ?? [];
  for (let from = 0; from < words.length; from++) {
    let name = '';
    for (let to = from; to < words.length && name.length < written.length; to++) {
      name += squeezedName(words[to] ?? '');
      if (name === written) return words.slice(from, to + 1).join(' ');
    }
  }
  return null;
}

/** The only heading that stands in what is called a seller: several are heads of cards. */
function headingOfSeller({ outline, signsOf }: PageDocument, headings: readonly Node[]): Node | null {
  const isSeller = (node: Node) => (signsOf(node, SIGN.seller) & SIGN.seller) !== 0;
  const found = headings.filter((heading) =>
    around(outline, heading)
      .take(1 + MAX_CLIMB)
      .some(isSeller),
  );
  const [only] = found;
  return found.length === 1 ? (only ?? null) : null;
}

function nameOf(page: PageDocument): string | null {
  const written = sellerNamed(page.url);
  if (written === null) return null;
  const headings = nodesTagged(page.outline, HEADINGS).slice(0, MAX_HEADINGS);
  const textOf = (heading: Node) =>
    oneLine(outlineText(page.outline, heading, { limit: MAX_NAME }), MAX_NAME);
  if (NUMBER.test(written.part)) {
    const heading = headingOfSeller(page, headings);
    return heading === null ? null : sellerNameIn(textOf(heading));
  }
  // Whoever calls categories so names them in the heading, too.
  if (written.ambiguous && headingOfSeller(page, headings) === null) return null;
  const name = squeezedName(written.part);
  if (name.length < 3) return null;
  for (const heading of headings) {
    const shown = wordsWritten(textOf(heading), name);
    if (shown !== null) return sellerNameIn(shown);
  }
  return null;
}

/** The page of one company at a market is headed by its name, whatever its address; null where the name is the site's own. */
export function sellerOfPage(page: PageDocument): ListingSeller | null {
  const company = companyHeading(page);
  if (company !== null)
    return ownNameTest(page)(company) ? null : { name: company, id: null, url: null, country: null };
  const name = nameOf(page);
  if (name === null || ownNameTest(page)(name, true)) return null;
  return { name, id: null, url: page.canonical, country: null };
}
