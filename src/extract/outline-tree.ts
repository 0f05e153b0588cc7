/** Builds a tree out of an outline, for the pages on which something must be searched up and down, or by selector. */
import { type CheerioAPI, load } from 'cheerio/slim';
import { type ChildNode, Document, Element, type ParentNode, Text } from 'domhandler';
import type { Node, Outline } from './outline.ts';
import { RAW_TEXT } from './page-numbers.ts';

function append(parent: ParentNode, child: ChildNode): void {
  const last = parent.children.at(-1) ?? null;
  child.parent = parent;
  child.prev = last;
  if (last !== null) last.next = child;
  parent.children.push(child);
}

export type PageTree = {
  readonly document: Document;
  /** The tree's elements of the outline's, in the same order; found faster than by a selector. */
  readonly elementsOf: (nodes: readonly Node[]) => Element[];
};

/**
 * The start index of an element is its node in the outline. The outline's node 0 becomes the one element at the top: every
 * search starts by comparing the root's children with each other.
 */
export function treeOf(outline: Outline): PageTree {
  const document = new Document([]);
  const made = new Array<Element | undefined>(outline.size);
  for (let node = 0; node < outline.size; node++) {
    const parent = made[outline.parentOf(node)] ?? document;
    if (outline.kindOf(node) <= RAW_TEXT) {
      append(parent, new Text(outline.text(node)));
      continue;
    }
    const element = new Element(outline.nameOf(node), outline.attributes(node));
    element.startIndex = node;
    append(parent, element);
    made[node] = element;
  }
  return { document, elementsOf: (nodes) => nodes.flatMap((node) => made[node] ?? []) };
}

/** Only for who needs selectors: each makes a class of its own, which keeps its page until the whole heap is collected. */
export function selectorOf({ document }: PageTree): CheerioAPI {
  return load(document);
}
