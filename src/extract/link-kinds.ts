/** What an address probably leads to, by itself and by the offers that are known already. */
import { ACTION_ADDRESS, DETAIL_PATH, FILE_ADDRESS, LIST_FOLDER, LIST_PATH } from './page-words.ts';
import { type AddressesFrom, hostTest, pathOf } from './web-url.ts';

/** The site's own patterns for the addresses of its pages. */
export type Patterns = {
  readonly detail: ((url: string) => boolean) | null;
  readonly list: ((url: string) => boolean) | null;
};

export type AddressKind = 'detail' | 'list' | 'other';

function kindByPath(path: string): AddressKind {
  if (DETAIL_PATH.test(path)) return LIST_FOLDER.test(path) ? 'list' : 'detail';
  return LIST_PATH.test(path) ? 'list' : 'other';
}

/** Going by nothing but the address itself. A site that has a pattern for offers has no others. */
export function kindByAddress(url: string, { detail, list }: Patterns): AddressKind {
  if (detail?.(url)) return 'detail';
  if (list?.(url)) return 'list';
  return detail === null ? kindByPath(pathOf(url)) : 'other';
}

/** Asking for it would cost the site a turn for nothing, or put goods into a cart. */
export function leadsNowhere(address: string): boolean {
  return (address.includes('.') && FILE_ADDRESS.test(address)) || ACTION_ADDRESS.test(address);
}

/** "123" and "item-123.x" → "~" and "~.x", where a folder holds a number. */
function withoutNumbers(folders: string): string {
  if (!/\d{3}/.test(folders)) return folders;
  return folders
    .split('/')
    .map((folder) => (/\d{3}/.test(folder) ? folder.replace(/[^.]*/, '~') : folder))
    .join('/');
}

/** "/product/123-citric-acid.html?a=1" → "/product/~.html?a": what stays the same between two offers of a shop. */
function shapeOf(address: string): string {
  const mark = address.indexOf('?');
  const path = mark < 0 ? address : address.slice(0, mark);
  const last = path.lastIndexOf('/') + 1;
  const dot = path.indexOf('.', last);
  const shape = `${withoutNumbers(path.slice(0, last))}~${dot < 0 ? '' : path.slice(dot)}?`;
  const query = mark < 0 ? '' : address.slice(mark + 1).replace(/\?.*$/s, '');
  if (query === '') return shape;
  const keys = query.split('&').map((pair) => pair.replace(/=.*$/s, ''));
  return shape + keys.sort().join('&');
}

/** A shape must be told by its path: "/~" alone is every page of a shop. */
const saysSomething = (shape: string): boolean => /^\/[^~?]+\/.*~/.test(shape) || /[?].+/.test(shape);

/** `own` is the page the links stand on, `from` its addresses; the offers at `details` are known. */
export function kindReader(
  own: string,
  from: AddressesFrom,
  patterns: Patterns,
  details: readonly string[],
): (address: string) => AddressKind {
  const known = new Set(details.map(from.short));
  const shapes = new Set(details.map(pathOf).map(shapeOf).filter(saysSomething));
  const isHere = hostTest(own);
  const baseIsHere = isHere(from.full('/'));
  const pathHere = (address: string): string | null => {
    if (address.startsWith('/')) return baseIsHere ? address : null;
    return isHere(address) ? pathOf(address) : null;
  };
  return (address) => {
    if (patterns.detail !== null || patterns.list?.(from.full(address)))
      return kindByAddress(from.full(address), patterns);
    if (known.has(address)) return 'detail';
    const path = pathHere(address);
    if (path === null) return 'other';
    return shapes.size > 0 && shapes.has(shapeOf(path)) ? 'detail' : kindByPath(path);
  };
}
