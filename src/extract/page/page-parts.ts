/** The elements of a page that several readers ask for, found in one walk over its outline. */
import type { Node, Outline } from '../html/outline.ts';
import { TEXT } from '../html/page-numbers.ts';
import { tagSet } from '../html/tag-kinds.ts';

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
  /** `main` and `article` elements. */
  readonly mains: readonly Node[];
  /** `button` and `input` elements. */
  readonly buttons: readonly Node[];
};

/** More of one sort on a page are made to overwhelm. */
const MAX_PARTS = 20_000;

/** Which tags are collected together. */
const SORTS = {
  html: 'html',
  base: 'base',
  title: 'title',
  body: 'body',
  metas: 'meta',
  links: 'link',
  anchors: 'a area',
  headings: 'h1',
  scripts: 'script',
  tabular: 'table dl ul',
  mains: 'main article',
  buttons: 'button input',
} as const;
type Sort = keyof typeof SORTS;
const SORT_NAMES = Object.keys(SORTS) as Sort[];

/** By number of a tag: 1 and more for the place of its sort, 0 for what is not collected. */
const SORT_OF = SORT_NAMES.reduce((table, sort, at) => {
  for (const [tag, there] of tagSet(SORTS[sort]).entries()) if (there === 1) table[tag] = at + 1;
  return table;
}, new Uint8Array(256));

/** Those without an address lead nowhere. */
const ANCHORS = SORT_NAMES.indexOf('anchors') + 1;

export function partsOf(outline: Outline): PageParts {
  const found = SORT_NAMES.map((): Node[] => []);
  const { kinds, size } = outline;
  for (let node = 1; node < size; node++) {
    const sort = SORT_OF[kinds[node] ?? TEXT] ?? 0;
    if (sort === 0 || (sort === ANCHORS && !outline.hasAttributes(node))) continue;
    const nodes = found[sort - 1];
    if (nodes !== undefined && nodes.length < MAX_PARTS) nodes.push(node);
  }
  const all = (sort: Sort): readonly Node[] => found[SORT_NAMES.indexOf(sort)] ?? [];
  const first = (sort: Sort): Node | null => all(sort)[0] ?? null;
  return {
    html: first('html'),
    base: first('base'),
    title: first('title'),
    body: first('body'),
    metas: all('metas'),
    links: all('links'),
    anchors: all('anchors'),
    headings: all('headings'),
    scripts: all('scripts'),
    tabular: all('tabular'),
    mains: all('mains'),
    buttons: all('buttons'),
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
