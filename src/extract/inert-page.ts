/** A stored page as a document that can do nothing: its words and its order, no script, no style, no address. */
import { pageText } from './html/code-units.ts';
import { type Node, type Outline, outlineOf } from './html/outline.ts';
import { newRoom } from './html/page-room.ts';

/** Characters that are shown; real pages have some ten thousands. */
const MAX_TEXT = 1_000_000;

/** Shown as they are, without their attributes. All others are taken away, and what is in them is shown. */
const SHOWN = new Set(
  (
    'p div section article main header footer nav aside address figure figcaption blockquote pre hr br wbr ' +
    'h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th ' +
    'b strong i em u s small sub sup mark code kbd samp var q cite abbr dfn del ins bdi bdo time ruby rt rp span'
  ).split(' '),
);
/** Taken away with all that is in them. A head is not: its end tag may be left out. */
const DROPPED = new Set(
  'script style template iframe object embed svg math canvas video audio title datalist'.split(' '),
);
const VOID = new Set(['br', 'hr', 'wbr']);
/** Between these no word goes on. */
const WITHIN_A_LINE = new Set(
  'a b strong i em u s small sub sup mark code kbd samp var q cite abbr dfn del ins bdi bdo time ruby span font label'.split(
    ' ',
  ),
);
const SPANS = new Set(['colspan', 'rowspan']);
const LONGEST_SPAN = 100;

type Part = { readonly markup: string } | { readonly text: string };

/**
 * @param mask gives a text of the same length. It sees all texts at once, in the order of the page and with a line break
 *   wherever no word goes on, so that a number is recognised that the page spreads over several elements.
 */
export function inertBody(html: string, mask: (text: string) => string): string {
  const parts = readParts(html);
  const whole = parts.map((part) => ('text' in part ? part.text : '')).join('');
  const masked = mask(whole);
  let at = 0;
  return parts
    .map((part) => {
      if ('markup' in part) return part.markup;
      const text = masked.slice(at, at + part.text.length);
      at += part.text.length;
      return escapeText(text);
    })
    .join('');
}

/** Text as one block, for what is no HTML. */
export function inertText(text: string, mask: (text: string) => string): string {
  return `<pre>${escapeText(mask(text.slice(0, MAX_TEXT)))}</pre>`;
}

/** Parts are gathered until they hold as much text as is shown. */
class ShownParts {
  readonly parts: Part[] = [];
  #length = 0;

  get isFull(): boolean {
    return this.#length >= MAX_TEXT;
  }

  addText(text: string): void {
    if (this.isFull || text === '') return;
    const shown = text.slice(0, MAX_TEXT - this.#length);
    this.#length += shown.length;
    this.parts.push({ text: shown });
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#breakLine(name);
    if (SHOWN.has(name)) this.parts.push({ markup: `<${name}${shownAttributes(name, attributes)}>` });
    this.addText(standInFor(name, attributes));
  }

  close(name: string): void {
    if (SHOWN.has(name) && !VOID.has(name)) this.parts.push({ markup: `</${name}>` });
    this.#breakLine(name);
  }

  #breakLine(name: string): void {
    if (!WITHIN_A_LINE.has(name)) this.addText('\n');
  }
}

/** Read by the pass that extraction reads pages by: what it takes for an offer stands here, and nests no deeper. */
function readParts(html: string): Part[] {
  const outline = outlineOf(pageText(html, newRoom()));
  const shown = new ShownParts();
  const open: Node[] = [];
  const closeBefore = (at: Node) => {
    for (let inner = open.at(-1); inner !== undefined && outline.endOf(inner) <= at; inner = open.at(-1)) {
      shown.close(outline.nameOf(inner));
      open.pop();
    }
  };
  for (let at = 1; at < outline.size && !shown.isFull; at = nextShown(outline, at)) {
    closeBefore(at);
    const name = outline.nameOf(at);
    if (name === '') shown.addText(outline.text(at));
    if (name === '' || DROPPED.has(name)) continue;
    shown.open(name, outline.attributes(at));
    open.push(at);
  }
  closeBefore(outline.size);
  if (shown.isFull) shown.parts.push({ markup: '<p>(The rest is not shown.)</p>' });
  return shown.parts;
}

const nextShown = (outline: Outline, at: Node): Node =>
  DROPPED.has(outline.nameOf(at)) ? outline.endOf(at) : at + 1;

/** What cannot be shown is named: a picture by its words, a field by what stands in it. */
function standInFor(name: string, attributes: Readonly<Record<string, string>>): string {
  if (name === 'img') return ` [picture: ${attributes['alt'] ?? ''}] `;
  if (name === 'input') return attributes['type'] === 'hidden' ? '' : ` [${attributes['value'] ?? ''}] `;
  return '';
}

function shownAttributes(name: string, attributes: Readonly<Record<string, string>>): string {
  const shown: string[] = [];
  for (const key of SPANS) {
    const count = Number.parseInt(attributes[key] ?? '', 10);
    if ((name === 'td' || name === 'th') && count > 1 && count <= LONGEST_SPAN)
      shown.push(` ${key}="${count}"`);
  }
  const direction = attributes['dir']?.toLowerCase();
  if (direction === 'rtl' || direction === 'ltr') shown.push(` dir="${direction}"`);
  return shown.join('');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
