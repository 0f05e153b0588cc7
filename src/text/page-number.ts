/** Which page of a list an address is, as far as it tells. */

const FIELDS =
  'page|p|pg|paged|page[-_]?n(?:o|um(?:ber)?)?|pagina|pag|seite|strona|strana|stranka|sivu|sida|oldal|sayfa|trang|halaman|pagen_\\d{1,2}';
/** These count what stands on the pages. */
const OFFSETS = 'offset|start|skip|from';
/** What a parameter, or a field of a form, that holds a page's number is called. */
export const PAGE_FIELDS = `${FIELDS}|${OFFSETS}`;
export const PAGE_FIELD = new RegExp(`^(?:${PAGE_FIELDS})$`, 'i');
/** Those of them that count pages and not what stands on them. */
export const PAGE_COUNT = /^(?!offset|start|skip|from)/i;

/** What a page is called in a path. */
export const PATH_WORDS =
  'page|seite|pagina|strana|strona|stranica|stranka|sayfa|oldal|sivu|sida|side|trang|halaman';
/** "/cups/page/2/", "/cups/seite-2.html", "/cups-page-2", and a word may stand before it: "/cups_page2.html". */
const IN_PATH = new RegExp(
  `^(.*/)(?:([^/]{1,80})[-_])?(?:${PATH_WORDS})[-_/]?(\\d{1,5})(?:\\.\\w{2,5})?/?$`,
  'i',
);
const NUMBER = /^\d{1,6}$/;

export type PageNumber = {
  /** From 1, or what is left out before it. */
  readonly number: number;
  /** Whether it is not the first one. */
  readonly later: boolean;
  /** The path without it. */
  readonly path: string;
  /** The other parameters, "name=value". */
  readonly others: ReadonlySet<string>;
};

const OFFSET = new RegExp(`^(?:${OFFSETS})$`, 'i');

function parametersOf(search: string): [name: string, value: string][] {
  return [...new URLSearchParams(search)];
}

/** Null where it tells of none, as most first pages do. `url`: absolute. */
export function pageNumberOf(url: string): PageNumber | null {
  const { pathname, search } = new URL(url);
  const parameters = parametersOf(search);
  const counted = parameters.find(([name, value]) => PAGE_FIELD.test(name) && NUMBER.test(value));
  const others = new Set(parameters.filter((each) => each !== counted).map((each) => each.join('=')));
  if (counted !== undefined) {
    const [name, value] = counted;
    const number = Number(value);
    return { number, later: number > (OFFSET.test(name) ? 0 : 1), path: pathname, others };
  }
  const [, folder, before = '', digits] = IN_PATH.exec(pathname) ?? [];
  if (folder === undefined) return null;
  const number = Number(digits);
  return { number, later: number > 1, path: folder + before, others };
}

/** Whether it is a page of a list behind the first one. */
export const isLaterPage = (url: string): boolean => pageNumberOf(url)?.later === true;
