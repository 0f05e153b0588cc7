/** The parser's element types, so that only this folder knows which parser it is. */
import type { CheerioAPI } from 'cheerio';

export type Found = ReturnType<ReturnType<CheerioAPI['root']>['find']>;
export type Element = Found[number];
export type ChildNode = Element['children'][number];

/** Elements up to the root, this one first. */
export function* selfAndAncestors(element: Element): Generator<Element> {
  let at: Element | null = element;
  while (at !== null) {
    yield at;
    at = parentOf(at);
  }
}

/** The nearest of an element and at most so many around it that passes; asked for every price of a page, so without a generator. */
export function nearest(element: Element, most: number, passes: (at: Element) => boolean): Element | null {
  let at: Element | null = element;
  for (let step = 0; step < most && at !== null; step++, at = parentOf(at)) if (passes(at)) return at;
  return null;
}

/** The node behind this one and all that is in it; null behind the root. */
function behind(node: ChildNode, root: Element): ChildNode | null {
  let at: ChildNode | ChildNode['parent'] = node;
  while (at !== null && at !== root && at.next === null) at = at.parent;
  return at === null || at === root ? null : at.next;
}

/**
 * Visits the elements inside in the order of the page, at most so many; asked for every card of a page, so without a generator, and
 * without a look at children that are not reached.
 */
export function eachElementIn(root: Element, most: number, visit: (element: Element) => void): void {
  let left = most;
  let node: ChildNode | null = root.children[0] ?? null;
  while (node !== null && left > 0) {
    let inside: ChildNode | null = null;
    if ('attribs' in node) {
      left--;
      visit(node);
      inside = node.children[0] ?? null;
    }
    node = inside ?? behind(node, root);
  }
}

/** Those elements. */
export function elementsIn(root: Element, most: number): Element[] {
  const found: Element[] = [];
  eachElementIn(root, most, (element) => found.push(element));
  return found;
}

export function parentOf(element: Element): Element | null {
  const { parent } = element;
  return parent !== null && 'attribs' in parent ? parent : null;
}

/** The elements with all that enclose them; climbing stops at what is known, so the whole is linear. */
export function withAncestors(elements: readonly Element[]): ReadonlySet<Element> {
  const found = new Set<Element>();
  for (const element of elements) {
    for (let at: Element | null = element; at !== null && !found.has(at); at = parentOf(at)) found.add(at);
  }
  return found;
}

/** Splits a selector list at its commas, not at those inside brackets or quotes. */
function selectorList(selector: string): string[] {
  return selector.match(/(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|[^,])+/g) ?? [selector];
}

/**
 * What `find` gives. Cheerio compares all children of the starting element with each other first, which takes minutes
 * on an element with 100,000 children; `:scope` starts from the element itself.
 */
export function descendants(from: Found, selector: string): Found {
  return from.find(
    selectorList(selector)
      .map((part) => `:scope ${part}`)
      .join(','),
  );
}
