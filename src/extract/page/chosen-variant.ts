/** What a visitor finds chosen on the page of a thing that is sold in several packs or kinds. */
import { around, type Node, nodesBearing } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { wholeQuantity } from '../values/find-quantity.ts';
import { SIGN } from './name-signs.ts';
import type { PageDocument } from './page-document.ts';

const MAX_FIELDS = 300;
const MAX_TEXT = 80;
const ANY = /^/;
/** Fields of the form and of the address by which a shop is told which variant is meant. */
const VARIANT_FIELD = /^(?:id|variant|variant_?id|variation_?id)$/i;
const MAX_NUMBER = 20;
const NUMBER = new RegExp(`^\\d{4,${MAX_NUMBER}}$`);

/** The number that a text ends in, such as an address or "variant-17"; null where it is longer than any. */
export function numberAtEnd(text: string): string | null {
  const end = text.slice(-MAX_NUMBER - 1);
  const number = /\d+$/.exec(end)?.[0] ?? '';
  return number === '' || number.length > MAX_NUMBER ? null : number;
}

/** Numbers of variants that the address asks for and that the form would put into the cart. */
export function chosenNumbers({ url, outline, parts }: PageDocument): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, value] of new URL(url).searchParams)
    if (VARIANT_FIELD.test(name) && NUMBER.test(value)) found.add(value);
  if (found.size > 0) return found;
  for (const node of parts.buttons.slice(0, MAX_FIELDS)) {
    const value = outline.attribute(node, 'value') ?? '';
    if (NUMBER.test(value) && VARIANT_FIELD.test(outline.attribute(node, 'name') ?? '')) found.add(value);
  }
  return found;
}

/** "5 kg – 24,90 €" → "5 kg". */
const packIn = (text: string): string | null =>
  wholeQuantity(oneLine(text, MAX_TEXT).split(/\s[-–—|:(]/, 1)[0] ?? '');

/** The pack that is chosen in the form of the thing itself; null where none is. */
export function chosenPack({ outline, signsOf }: PageDocument): string | null {
  const isOwn = (node: Node) =>
    !around(outline, node).some((at) => signsOf(at, SIGN.related | SIGN.furniture) !== 0);
  const chosen = [...nodesBearing(outline, 'selected', ANY), ...nodesBearing(outline, 'checked', ANY)];
  for (const node of chosen.slice(0, MAX_FIELDS)) {
    const said = [outline.attribute(node, 'value') ?? '', textInside(outline, node, MAX_TEXT)];
    const pack = said.map(packIn).find((one) => one !== null);
    if (pack != null && isOwn(node)) return pack;
  }
  return null;
}
