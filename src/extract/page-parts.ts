/** The elements of a page that several readers ask for, found in one walk over its outline. */
import type { Node, Outline } from './outline.ts';

export type PageParts = {
  readonly html: Node | null;
  readonly base: Node | null;
  readonly title: Node | null;
  readonly body: Node | null;
  readonly metas: readonly Node[];
  /** `link` elements. */
  readonly links: readonly Node[];
  /** `a` and `area` elements that have an address. */
  readonly anchors: readonly Node[];
  readonly headings: readonly Node[];
  readonly scripts: readonly Node[];
  /** `table`, `dl` and `ul` elements. */
  readonly tabular: readonly Node[];
};

/** More of one sort on a page are made to overwhelm. */
const MAX_PARTS = 20_000;

export function partsOf(outline: Outline): PageParts {
  const firsts = new Map<string, Node>();
  const many = new Map<string, Node[]>(
    ['meta', 'link', 'a', 'h1', 'script', 'table'].map((name) => [name, []]),
  );
  const collect = (name: string, node: Node) => {
    const nodes = many.get(name);
    if (nodes !== undefined && nodes.length < MAX_PARTS) nodes.push(node);
  };
  for (let node = 1; node < outline.size; node++) {
    const name = outline.nameOf(node);
    switch (name) {
      case '':
        break;
      case 'a':
      case 'area':
        if (outline.hasAttributes(node)) collect('a', node);
        break;
      case 'meta':
      case 'link':
      case 'h1':
      case 'script':
        collect(name, node);
        break;
      case 'table':
      case 'dl':
      case 'ul':
        collect('table', node);
        break;
      case 'html':
      case 'base':
      case 'title':
      case 'body':
        if (!firsts.has(name)) firsts.set(name, node);
    }
  }
  const first = (name: string) => firsts.get(name) ?? null;
  const all = (name: string): readonly Node[] => many.get(name) ?? [];
  return {
    html: first('html'),
    base: first('base'),
    title: first('title'),
    body: first('body'),
    metas: all('meta'),
    links: all('link'),
    anchors: all('a'),
    headings: all('h1'),
    scripts: all('script'),
    tabular: all('table'),
  };
}

/** Contents of `meta` elements by what they are named in `property`, `name` or `http-equiv`, names in lower case. */
export function metaContents(
  outline: Outline,
  metas: readonly Node[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const meta of metas.slice(0, 500)) {
    const name = outline.attribute(meta, 'property') ?? outline.attribute(meta, 'name');
    const key = (name ?? outline.attribute(meta, 'http-equiv') ?? '').toLowerCase();
    const content = outline.attribute(meta, 'content')?.trim() ?? '';
    if (key === '' || content === '') continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [content]);
    else known.push(content);
  }
  return found;
}

/** Whether an attribute made of words holds this one. */
export function hasWord(outline: Outline, node: Node, attribute: string, word: string): boolean {
  const value = outline.attribute(node, attribute);
  return value?.toLowerCase().split(/\s+/).includes(word) ?? false;
}
