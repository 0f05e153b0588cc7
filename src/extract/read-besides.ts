/** What a page says besides its structured data, read from the outline: its description block, attribute table and contacts. */
import { type Draft, type DraftFields, NO_FIELDS } from './draft.ts';
import { around, type Node, type Outline } from './outline.ts';
import { elementTest } from './outline-match.ts';
import { outlineText, textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { DESCRIPTION_BLOCKS, RELATED } from './page-words.ts';
import { parseDate } from './parse-date.ts';
import { attributeFor, readAttributes } from './read-attributes.ts';
import { readAvailability } from './read-availability.ts';
import { absoluteImages } from './read-schema-offer.ts';
import { oneLine } from './visible-text.ts';

const MIN_DESCRIPTION = 40;
const MAX_BLOCKS = 10;
const ASIDE = new Set(['nav', 'footer']);
const NO_BLOCK = new Set(['meta', 'link', 'a', '']);
const FURNITURE = new Set(['nav', 'header', 'footer']);

const descriptionTest = elementTest(DESCRIPTION_BLOCKS);
const relatedTest = elementTest(RELATED.split(','));

function isAside(outline: Outline, node: Node): boolean {
  return around(outline, node).some(
    (at) => ASIDE.has(outline.nameOf(at)) || relatedTest(outline, at) !== null,
  );
}

/** The longest block under the best of the names that shops give to an offer's text, or null. */
function descriptionIn(outline: Outline): string | null {
  const byRank = new Map<number, Node[]>();
  for (let node = 1; node < outline.size; node++) {
    if (!outline.hasAttributes(node) || NO_BLOCK.has(outline.nameOf(node))) continue;
    const rank = descriptionTest(outline, node);
    if (rank === null) continue;
    const nodes = byRank.get(rank) ?? [];
    if (nodes.length < MAX_BLOCKS) nodes.push(node);
    byRank.set(rank, nodes);
  }
  for (const [, nodes] of [...byRank].sort(([a], [b]) => a - b)) {
    const texts = nodes.filter((node) => !isAside(outline, node)).map((node) => outlineText(outline, node));
    const longest = texts.sort((a, b) => b.length - a.length)[0] ?? '';
    if (longest.length >= MIN_DESCRIPTION) return longest;
  }
  return null;
}

/** Fills what structured data leaves out; price and title it never does. */
export function draftBesides(page: PageDocument): Draft {
  const { outline, parts } = page;
  const attributes = readAttributes(page);
  const [heading] = parts.headings;
  const title = heading === undefined ? page.title : oneLine(textInside(outline, heading), 500);
  const stock = attributeFor(attributes, 'availability');
  const posted = attributeFor(attributes, 'postedAt');
  const seller = attributeFor(attributes, 'seller');
  const fields: DraftFields = {
    ...NO_FIELDS,
    title: title === '' ? null : title,
    description: descriptionIn(outline),
    availability: stock === null ? null : readAvailability(stock),
    externalId: attributeFor(attributes, 'externalId'),
    quantity: attributeFor(attributes, 'quantity'),
    location: attributeFor(attributes, 'location'),
    seller: seller === null ? null : { name: seller, id: null, url: null, country: null },
    images: absoluteImages([page.meta.get('og:image')?.[0]], page),
    attributes,
    postedAt: posted === null ? null : parseDate(posted, page.language),
  };
  return { reader: 'heuristic', fields, unread: [] };
}

const mainTest = elementTest(['[role="main"]', '#main', '#content']);

/** The main part of the page as text, without navigation and forms. */
export function mainText({ outline, parts }: PageDocument): string {
  let root = parts.body ?? 0;
  for (let node = 1; node < outline.size; node++) {
    const name = outline.nameOf(node);
    if (name === 'main' || name === 'article' || (name !== '' && mainTest(outline, node) !== null)) {
      root = node;
      break;
    }
  }
  return outlineText(outline, root, { contentOnly: true });
}

const CONTACT_LINK = /^(?:tel:|mailto:|sms:|skype:)|wa\.me\/|api\.whatsapp\.com|t\.me\//i;

/** Contact links of the page's content; those of header and footer are the shop's or the marketplace's own. */
export function contactLinks({ outline, parts }: PageDocument): string[] {
  return parts.anchors
    .map((node) => ({ node, href: outline.attribute(node, 'href') ?? '' }))
    .filter(({ href }) => CONTACT_LINK.test(href))
    .slice(0, 100)
    .filter(({ node }) => !around(outline, node).some((at) => FURNITURE.has(outline.nameOf(at))))
    .map(({ href }) => href);
}
