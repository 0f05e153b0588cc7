/** Builds the tree that selectors need out of an outline, for the pages on which something must be searched by selector. */
import { type CheerioAPI, load } from 'cheerio/slim';
import { type ChildNode, Document, Element, type ParentNode, Text } from 'domhandler';
import type { Node, Outline } from './outline.ts';

function append(parent: ParentNode, child: ChildNode): void {
  const last = parent.children.at(-1) ?? null;
  child.parent = parent;
  child.prev = last;
  if (last !== null) last.next = child;
  parent.children.push(child);
}

/** The outline's node 0 becomes the one element at the top: every search starts by comparing the root's children with each other. */
export function treeOf(outline: Outline): CheerioAPI {
  const document = new Document([]);
  const made = new Map<Node, Element>();
  for (let node = 0; node < outline.size; node++) {
    const parent = made.get(outline.parentOf(node)) ?? document;
    const name = outline.nameOf(node);
    if (name === '') {
      append(parent, new Text(outline.text(node)));
      continue;
    }
    const element = new Element(name, outline.attributes(node));
    append(parent, element);
    made.set(node, element);
  }
  return load(document);
}
