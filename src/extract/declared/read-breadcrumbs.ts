/** Reads the trail of categories above an offer: what the site itself takes the thing for. */

import type { Node } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import type { Pair } from '../page/labelled-pairs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { type Item, itemsOf, textOf } from './schema-item.ts';

/** The attribute that holds the trail. */
export const BREADCRUMBS = 'breadcrumbs';

const MAX_STEPS = 12;
const MAX_NODES = 200;
const MAX_STEP = 80;
/** Nothing but a sign between two steps. */
const SEPARATOR = /^[^\p{L}\p{N}]*$/u;
/** Around a step. What ends it is looked for once, at its first character, since a step may be as long as the page. */
const ENDS = /^[\s>»›/|·•→\\-]+|(?<![\s>»›/|·•→\\-])[\s>»›/|·•→\\-]+$/g;

function joined(steps: readonly string[]): string | null {
  const named = steps.map((step) => oneLine(step.replace(ENDS, ''), MAX_STEP));
  const kept = named.filter((step) => step !== '' && !SEPARATOR.test(step)).slice(0, MAX_STEPS);
  return kept.length > 1 ? kept.join(' > ') : null;
}

/** Of a BreadcrumbList: its elements by their position. */
export function declaredTrail(list: Item): string | null {
  const steps = itemsOf(list, 'itemListElement').slice(0, MAX_STEPS);
  const position = (item: Item) => Number(textOf(item, 'position') ?? 0);
  const named = steps
    .toSorted((a, b) => position(a) - position(b))
    .map((step) => {
      const [inner] = itemsOf(step, 'item');
      return textOf(step, 'name') ?? (inner === undefined ? null : textOf(inner, 'name')) ?? '';
    });
  return joined(named);
}

const HOLDERS = tagSet('nav ol ul div p section span');

/** The first element that is called so. */
function trailIn({ outline, memory }: PageDocument): Node | null {
  let first = outline.size;
  for (const attribute of ['class', 'id', 'aria-label']) {
    for (const [value, nodes] of outline.bearing(attribute)) {
      if (!memory.isTrailName(value)) continue;
      first = Math.min(first, nodes.find((node) => HOLDERS[outline.kindOf(node)] === 1) ?? first);
    }
  }
  return first < outline.size ? first : null;
}

/** Of the first element that is called so. */
function shownTrail(page: PageDocument): string | null {
  const { outline } = page;
  const node = trailIn(page);
  if (node === null) return null;
  const texts: string[] = [];
  for (let at = node + 1; at < Math.min(outline.endOf(node), node + MAX_NODES); at++) {
    if (outline.nameOf(at) === 'script' || outline.nameOf(at) === 'style') at = outline.endOf(at) - 1;
    else if (outline.nameOf(at) === '') texts.push(outline.text(at));
  }
  // "Home / Acids / Citric acid" may also stand in one text.
  return joined(texts.flatMap((text) => text.split(/\s[>»›/|→]\s/)));
}

/** The trail as an attribute, where one is shown. */
export function trailPairs(page: PageDocument): Pair[] {
  const trail = shownTrail(page);
  return trail === null ? [] : [[BREADCRUMBS, trail]];
}
