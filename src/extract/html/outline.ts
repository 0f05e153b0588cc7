/**
 * The outline of a page: its elements and texts in document order as rows of numbers. All readers walk over it; it costs
 * a fraction of a tree of objects, because attributes and texts stay in the page until they are read.
 */
import type { PageText } from './code-units.ts';
import { feedFromHtmlparser2 } from './feed-htmlparser2.ts';
import type { FoldedText } from './fold-text.ts';
import type { HtmlSource, VisitPlace } from './html-events.ts';
import type { Node, OutlineRows } from './outline-rows.ts';
import { END, FROM, PARENT, RAW_TEXT, ROW, STRANGE, TEXT, TO } from './page-numbers.ts';
import { scanTags } from './scan-tags.ts';
import { TAG_NAMES, type TagSet } from './tag-kinds.ts';

/** Which pass reads pages: our own, or htmlparser2 as a second opinion. */
export type HtmlReader = 'own' | 'htmlparser2';

export type { Node };

/** What is inside a node follows it: from `node + 1` to before `endOf(node)`. */
export type Outline = {
  /** How many nodes there are; node 0 holds the whole page. */
  readonly size: number;
  /** {@link Outline.kindOf} by node: for who looks at all of them. */
  readonly kinds: Uint8Array;
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
  /** Those elements by their value ({@link HtmlSource}). */
  readonly bearing: (name: string) => ReadonlyMap<string, readonly Node[]>;
  readonly attributes: (node: Node) => Record<string, string>;
  /** The characters of a text node. */
  readonly text: (node: Node) => string;
  /** Adds them with their white space folded. */
  readonly foldText: (node: Node, folded: FoldedText) => void;
  /** How many of them surely are shown, without making a string of them: white space is not counted, nor what follows an entity. */
  readonly inkOf: (node: Node) => number;
};

/** Methods, where functions made anew for each page would do: they are called millions of times, and calls of methods are inlined. */
class RowsOutline implements Outline {
  readonly size: number;
  readonly #numbers: Int32Array;
  readonly kinds: Uint8Array;
  readonly #strangeName: OutlineRows['strangeName'];
  readonly #source: HtmlSource;
  readonly #bearers = new Map<string, ReadonlyMap<string, readonly Node[]>>();

  constructor({ numbers, kinds, strangeName, size }: OutlineRows, source: HtmlSource) {
    this.size = size;
    this.#numbers = numbers;
    this.kinds = kinds;
    this.#strangeName = strangeName;
    this.#source = source;
  }

  #field(node: Node, name: number): number {
    return this.#numbers[node * ROW + name] ?? 0;
  }

  kindOf(node: Node): number {
    return this.kinds[node] ?? TEXT;
  }

  nameOf(node: Node): string {
    const kind = this.kindOf(node);
    return kind === STRANGE ? this.#strangeName(node) : (TAG_NAMES[kind] ?? '');
  }

  parentOf(node: Node): Node {
    return this.#field(node, PARENT);
  }

  endOf(node: Node): Node {
    return this.#field(node, END);
  }

  hasAttributes(node: Node): boolean {
    // The numbers of a text are places in the page, not attributes.
    return this.kindOf(node) > RAW_TEXT && this.#field(node, TO) > this.#field(node, FROM);
  }

  attribute(node: Node, name: string): string | undefined {
    if (!this.hasAttributes(node)) return undefined;
    return this.#source.attribute(this.#field(node, FROM), this.#field(node, TO), name);
  }

  attributes(node: Node): Record<string, string> {
    if (!this.hasAttributes(node)) return {};
    return this.#source.attributes(this.#field(node, FROM), this.#field(node, TO));
  }

  eachBearing(name: string, visit: (node: Node, value: string) => void): void {
    this.#source.eachBearing(name, visit);
  }

  eachPlace(name: string, visit: VisitPlace): void {
    this.#source.eachPlace(name, visit);
  }

  bearing(name: string): ReadonlyMap<string, readonly Node[]> {
    const known = this.#bearers.get(name);
    if (known !== undefined) return known;
    const found = this.#source.bearing(name);
    this.#bearers.set(name, found);
    return found;
  }

  text(node: Node): string {
    const raw = this.kindOf(node) === RAW_TEXT;
    return this.#source.text(this.#field(node, FROM), this.#field(node, TO), raw);
  }

  foldText(node: Node, folded: FoldedText): void {
    const raw = this.kindOf(node) === RAW_TEXT;
    this.#source.foldText(this.#field(node, FROM), this.#field(node, TO), raw, folded);
  }

  inkOf(node: Node): number {
    const raw = this.kindOf(node) === RAW_TEXT;
    return this.#source.inkOf(this.#field(node, FROM), this.#field(node, TO), raw);
  }
}

/** Good until the next page is put where this one lies. */
export function outlineOf(page: PageText, reader: HtmlReader = 'own'): Outline {
  const { rows, source } = (reader === 'own' ? scanTags : feedFromHtmlparser2)(page);
  return new RowsOutline(rows, source);
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
export function nodesTagged(outline: Outline, tags: TagSet): Node[] {
  const found: Node[] = [];
  const { kinds, size } = outline;
  for (let node = 1; node < size; node++) if (tags[kinds[node] ?? TEXT] === 1) found.push(node);
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
