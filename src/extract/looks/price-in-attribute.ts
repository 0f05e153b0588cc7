/** The price that a page keeps for its script in an attribute of the offer, where none is shown. */
import type { Price } from '../../model/listing.ts';
import type { Element } from '../html/element.ts';
import { inPageOrder, type Node, nodesBearing } from '../html/outline.ts';
import type { PageDocument } from '../page/page-document.ts';
import { machinePrice, priceHints } from '../values/parse-price.ts';

const AMOUNT = ['data-price', 'data-product-price'] as const;
const ANY_AMOUNT = /^\d[\d.,' ]{0,15}$/;

/** The currency beside the amount, else the only one that the page names so. */
function currencyOf(page: PageDocument, node: Node): string | null {
  const own = page.outline.attribute(node, 'data-currency');
  const named = page.outline.bearing('data-currency');
  const [only = null] = named.keys();
  return own ?? (named.size === 1 ? only : null);
}

const amountOf = ({ attribs }: Element): string =>
  AMOUNT.map((name) => attribs[name]?.trim() ?? '').find((text) => text !== '') ?? '';

const isChosen = ({ attribs }: Element): boolean =>
  attribs['selected'] !== undefined || attribs['checked'] !== undefined;

const CHOICES = new Set(['option', 'input']);

/** Of what is there to choose from the one that is marked, or that a browser shows first; of all else any, where all say the same. */
function askedOf(bearing: readonly Element[]): Element | null {
  const plain = bearing.filter(({ name }) => !CHOICES.has(name));
  const [first] = plain;
  if (first !== undefined) return plain.every((one) => amountOf(one) === amountOf(first)) ? first : null;
  return bearing.find(isChosen) ?? bearing.find(({ name }) => name === 'option') ?? null;
}

/** Null, too, where several amounts stand outside of what is beside the offer: which of them is asked is not known. */
export function priceInAttribute(page: PageDocument, beside: (element: Element) => boolean): Price | null {
  const nodes = inPageOrder(...AMOUNT.map((name) => nodesBearing(page.outline, name, /\d/)));
  if (nodes.length === 0) return null;
  const bearing = page
    .tree()
    .elementsOf(nodes)
    // What is there to choose from is not surveyed.
    .filter((element) => element.name === 'option' || !beside(element));
  const asked = askedOf(bearing);
  const amount = asked === null ? '' : amountOf(asked);
  if (asked?.startIndex == null || !ANY_AMOUNT.test(amount) || !/[1-9]/.test(amount)) return null;
  return machinePrice(amount, priceHints(page, currencyOf(page, asked.startIndex)));
}
