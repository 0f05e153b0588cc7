/** Builds a tree out of an outline, for the pages on which something must be searched up and down, or by selector. */
import { type CheerioAPI, load } from 'cheerio/slim';
import { type ChildNode, Document, Element, type ParentNode, Text } from 'domhandler';
import type { Node, Outline } from './outline.ts';
import { RAW_TEXT } from './page-numbers.ts';

export type PageTree = {
  readonly document: Document;
  /** The tree's elements of the outline's, in the same order; found faster than by a selector. */
  readonly elementsOf: (nodes: readonly Node[]) => Element[];
};

/** Of a node of the outline, in an array with room for them and no more: most elements have one or two. */
function childrenOf(outline: Outline, node: Node, made: readonly ChildNode[]): ChildNode[] {
  const end = outline.endOf(node);
  let count = 0;
  for (let at = node + 1; at < end; at = outline.endOf(at)) count++;
  const children = new Array<ChildNode>(count);
  let place = 0;
  for (let at = node + 1; at < end; at = outline.endOf(at)) {
    const child = made[at];
    if (child !== undefined) children[place++] = child;
  }
  return children;
}

/** Tells the children of their parent and of each other. */
function adopt(parent: ParentNode): void {
  let last: ChildNode | null = null;
  for (const child of parent.children) {
    child.parent = parent;
    child.prev = last;
    if (last !== null) last.next = child;
    last = child;
  }
}

/**
 * The start index of an element is its node in the outline. The outline's node 0 becomes the one element at the top: every
 * search starts by comparing the root's children with each other. Made from the end of the page on, so that the children of
 * an element are there before it.
 */
export function treeOf(outline: Outline): PageTree {
  const made = new Array<ChildNode>(outline.size);
  for (let node = outline.size - 1; node >= 0; node--) {
    if (outline.kindOf(node) <= RAW_TEXT) {
      made[node] = new Text(outline.text(node));
      continue;
    }
    const element = new Element(
      outline.nameOf(node),
      outline.attributes(node),
      childrenOf(outline, node, made),
    );
    element.startIndex = node;
    adopt(element);
    made[node] = element;
  }
  const document = new Document(made.slice(0, 1));
  adopt(document);
  const elementsOf = (nodes: readonly Node[]) => {
    const found: Element[] = [];
    for (const node of nodes) {
      const one = made[node];
      if (one instanceof Element) found.push(one);
    }
    return found;
  };
  return { document, elementsOf };
}

/** Only for who needs selectors: each makes a class of its own, which keeps its page until the whole heap is collected. */
export function selectorOf({ document }: PageTree): CheerioAPI {
  return load(document);
}
