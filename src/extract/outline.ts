/**
 * The outline of a page: its elements and texts in document order as rows of numbers. All readers walk over it; it costs
 * a fraction of a tree of objects, because attributes and texts stay in the page until they are read.
 */
import { feedFromHtmlparser2 } from './feed-htmlparser2.ts';
import type { FoldedText } from './fold-text.ts';
import type { HtmlSource, VisitPlace } from './html-events.ts';
import {
  closeElement,
  END,
  FROM,
  type Node,
  newRows,
  type OutlineRows,
  PARENT,
  ROW,
  TO,
} from './outline-rows.ts';
import { scanTags } from './scan-tags.ts';
import { RAW_TEXT, STRANGE, TAG_NAMES, type TagSet, TEXT } from './tag-kinds.ts';

/** Which pass reads pages: our own, or htmlparser2 as a second opinion. */
export type HtmlReader = 'own' | 'htmlparser2';

export type { Node };

/** What is inside a node follows it: from `node + 1` to before `endOf(node)`. */
export type Outline = {
  /** How many nodes there are; node 0 holds the whole page. */
  readonly size: number;
  /** Number of the element's {@link TagKind}; {@link TEXT} or {@link RAW_TEXT} for a text. */
  readonly kindOf: (node: Node) => number;
  /** Name of the element in lower case; '' for a text. */
  readonly nameOf: (node: Node) => string;
  /** The enclosing element; -1 for node 0. */
  readonly parentOf: (node: Node) => Node;
  /** The first node that is not inside. */
  readonly endOf: (node: Node) => Node;
  readonly attribute: (node: Node, name: string) => string | undefined;
  readonly hasAttributes: (node: Node) => boolean;
  /** Visits the elements that have an attribute of this name, in the order of the page. */
  readonly eachBearing: (name: string, visit: (node: Node, value: string) => void) => void;
  /** The same as places in a text ({@link HtmlSource}). */
  readonly eachPlace: (name: string, visit: VisitPlace) => void;
  /** Those elements by their value: what is asked of a value is asked once, however many elements bear it. */
  readonly bearing: (name: string) => ReadonlyMap<string, readonly Node[]>;
  readonly attributes: (node: Node) => Record<string, string>;
  /** The characters of a text node. */
  readonly text: (node: Node) => string;
  /** Adds them with their white space folded. */
  readonly foldText: (node: Node, folded: FoldedText) => void;
};

function asOutline({ numbers, kinds, strange, size }: OutlineRows, source: HtmlSource): Outline {
  const field = (node: Node, name: number) => numbers[node * ROW + name] ?? 0;
  const kindOf = (node: Node) => kinds[node] ?? TEXT;
  // The numbers of a text are places in the page, not attributes.
  const hasAttributes = (node: Node) => kindOf(node) > RAW_TEXT && field(node, TO) > field(node, FROM);
  const bearers = new Map<string, ReadonlyMap<string, Node[]>>();
  return {
    size,
    kindOf,
    nameOf: (node) => (kindOf(node) === STRANGE ? strange.get(node) : TAG_NAMES[kindOf(node)]) ?? '',
    parentOf: (node) => field(node, PARENT),
    endOf: (node) => field(node, END),
    attribute: (node, name) =>
      hasAttributes(node) ? source.attribute(field(node, FROM), field(node, TO), name) : undefined,
    hasAttributes,
    eachBearing: source.eachBearing,
    eachPlace: source.eachPlace,
    bearing(name) {
      const known = bearers.get(name);
      if (known !== undefined) return known;
      const found = new Map<string, Node[]>();
      source.eachBearing(name, (node, value) => {
        const nodes = found.get(value);
        if (nodes === undefined) found.set(value, [node]);
        else nodes.push(node);
      });
      bearers.set(name, found);
      return found;
    },
    attributes: (node) => (hasAttributes(node) ? source.attributes(field(node, FROM), field(node, TO)) : {}),
    text: (node) => source.text(field(node, FROM), field(node, TO), kindOf(node) === RAW_TEXT),
    foldText: (node, folded) =>
      source.foldText(field(node, FROM), field(node, TO), kindOf(node) === RAW_TEXT, folded),
  };
}

export function outlineOf(html: string, reader: HtmlReader = 'own'): Outline {
  // About what shop pages hold; it grows where there is more.
  const rows = newRows(Math.min(8192, 64 + Math.floor(html.length / 12)));
  const source = (reader === 'own' ? scanTags : feedFromHtmlparser2)(html, rows);
  closeElement(rows);
  return asOutline(rows, source);
}

/** The element and those around it, innermost first, without node 0. */
export function* around(outline: Outline, node: Node): Generator<Node> {
  for (let at = node; at > 0; at = outline.parentOf(at)) yield at;
}

/** The children of an element that are elements. */
export function* childElements(outline: Outline, node: Node): Generator<Node> {
  const end = outline.endOf(node);
  for (let at = node + 1; at < end; at = outline.endOf(at)) if (outline.nameOf(at) !== '') yield at;
}

/** The elements with one of these tags, in the order of the page. */
export function nodesTagged({ size, kindOf }: Outline, tags: TagSet): Node[] {
  const found: Node[] = [];
  for (let node = 1; node < size; node++) if (tags[kindOf(node)] === 1) found.push(node);
  return found;
}

/** The elements whose attribute has a value like this, in the order of the page. */
export function nodesBearing(outline: Outline, attribute: string, value: RegExp): Node[] {
  const found: Node[] = [];
  for (const [given, nodes] of outline.bearing(attribute)) {
    if (value.test(given)) for (const node of nodes) found.push(node);
  }
  return found.sort((a, b) => a - b);
}

/** All of them once, in the order of the page. */
export function inPageOrder(...some: readonly (readonly Node[])[]): Node[] {
  return [...new Set(some.flat())].sort((a, b) => a - b);
}
