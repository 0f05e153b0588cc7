/** A stored page as a document that can do nothing: its words and its order, no script, no style, no address. */
import { Parser } from 'htmlparser2';
import { limitNesting } from './limit-nesting.ts';

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
/** Taken away with all that is in them. */
const DROPPED = new Set(
  'script style template iframe object embed svg math canvas video audio head datalist'.split(' '),
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

function readParts(html: string): Part[] {
  const parts: Part[] = [];
  let dropped = 0;
  let length = 0;
  const addText = (text: string) => {
    if (dropped > 0 || length >= MAX_TEXT || text === '') return;
    const shown = text.slice(0, MAX_TEXT - length);
    length += shown.length;
    parts.push({ text: shown });
  };
  const breakLine = (name: string) => {
    if (!WITHIN_A_LINE.has(name)) addText('\n');
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (DROPPED.has(name)) dropped += 1;
      if (dropped > 0) return;
      breakLine(name);
      if (SHOWN.has(name)) parts.push({ markup: `<${name}${shownAttributes(name, attributes)}>` });
      const standIn = standInFor(name, attributes);
      if (standIn !== '') addText(standIn);
    },
    ontext: addText,
    onclosetag(name) {
      if (dropped > 0) {
        if (DROPPED.has(name)) dropped -= 1;
        return;
      }
      if (SHOWN.has(name) && !VOID.has(name)) parts.push({ markup: `</${name}>` });
      breakLine(name);
    },
  });
  // Without the limit a page of a million open tags brings the parser, and then the browser, to a stop.
  parser.end(limitNesting(html));
  if (length >= MAX_TEXT) parts.push({ markup: '<p>(The rest is not shown.)</p>' });
  return parts;
}

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
