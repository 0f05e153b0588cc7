/** Price and stock of the variation that is chosen on a page of WooCommerce, whose form holds all of them for a script. */
import type { Availability } from '../../model/listing.ts';
import { type Node, nodesBearing } from '../html/outline.ts';
import type { PageDocument } from '../page/page-document.ts';

const HELD_IN = 'data-product_variations';
const OPTION_FIELD = /^attribute_/;
/** UTF-16 units: shops with hundreds of variations hold none and ask for each. */
const MAX_TEXT = 500_000;
const MAX_VARIATIONS = 500;
const MAX_CHOICES = 100;

export type Variation = { readonly amount: string; readonly availability: Availability | null };

/** Name of each field of the form → what is chosen there: by the address, which the shop links to, else as the page comes. */
function choicesOf({ url, outline }: PageDocument): ReadonlyMap<string, string> {
  const nameOf = (node: Node) => outline.attribute(node, 'name') ?? '';
  const marked = nodesBearing(outline, 'selected', /^/)
    .slice(0, MAX_CHOICES)
    .map((node) => [nameOf(outline.parentOf(node)), outline.attribute(node, 'value') ?? ''] as const);
  const asked = [...new URL(url).searchParams];
  return new Map([...marked, ...asked].filter(([name, value]) => OPTION_FIELD.test(name) && value !== ''));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function variationsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const held: unknown = JSON.parse(text.slice(0, MAX_TEXT));
    return Array.isArray(held) ? held.slice(0, MAX_VARIATIONS).filter(isRecord) : [];
  } catch {
    return [];
  }
}

/** An option that a variation leaves empty may be any. */
function isChosen(attributes: unknown, choices: ReadonlyMap<string, string>): boolean {
  return (
    isRecord(attributes) &&
    Object.entries(attributes).every(([name, value]) => value === '' || choices.get(name) === value)
  );
}

/** Null where nothing is chosen, or the chosen one has no price. */
export function chosenVariation(page: PageDocument): Variation | null {
  const [form] = nodesBearing(page.outline, HELD_IN, /\{/);
  const choices = form === undefined ? null : choicesOf(page);
  if (form === undefined || choices === null || choices.size === 0) return null;
  const all = variationsIn(page.outline.attribute(form, HELD_IN) ?? '');
  const chosen = all.find(({ attributes }) => isChosen(attributes, choices));
  const amount = chosen?.['display_price'];
  if (typeof amount !== 'number' || !(amount > 0)) return null;
  const inStock = chosen?.['is_in_stock'];
  const availability = typeof inStock === 'boolean' ? (inStock ? 'InStock' : 'OutOfStock') : null;
  return { amount: String(amount), availability };
}
