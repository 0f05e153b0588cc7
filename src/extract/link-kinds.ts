/** What an address probably leads to, by itself and by the offers that are known already. */
import { ACTION_ADDRESS, DETAIL_PATH, FILE_ADDRESS, LIST_FOLDER, LIST_PATH } from './page-words.ts';
import { isDigit } from './plain-digits.ts';
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
function leadsNowhere(address: string): boolean {
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

/**
 * What is known of every address in a folder: links lead to few folders. What the last part of a path may still say is
 * told by its first and last characters and its dots, where nothing more is looked at.
 */
type Folder = {
  /** From the first to the last slash. */
  readonly path: string;
  readonly acts: boolean;
  /** All in it is of offers; `named`: where a name of at least {@link NAME_LENGTH} follows. */
  readonly offers: boolean;
  readonly offersNamed: boolean;
  /** An address in it that looks like an offer is a list. */
  readonly ofLists: boolean;
  readonly list: boolean;
  /** A name without a dot in it has the shape of a known offer. */
  readonly known: boolean;
};

/** "add…", "logout", "sign-out": what starts otherwise is no action. */
const startsLikeAction = (code: number) => ACTIONS.includes(code | 32);
const ACTIONS = ['a', 'l', 's'].map((letter) => letter.charCodeAt(0));
/** Offers are known by a number that their name starts with, or ends with but for ".htm" and ".html". */
const endsLikeNumber = (code: number) => isDigit(code) || ENDINGS.includes(code | 32);
const ENDINGS = ['l', 'm'].map((letter) => letter.charCodeAt(0));

const NAME_LENGTH = 3;
/** Shorter numbers count pages and years. */
const NUMBER_LENGTH = 5;

type Shapes = ReadonlySet<string>;

function folderOf(path: string, shapes: Shapes): Folder {
  const offersNamed = DETAIL_PATH.test(path + 'x'.repeat(NAME_LENGTH));
  return {
    path,
    acts: ACTION_ADDRESS.test(path),
    offers: offersNamed && DETAIL_PATH.test(path),
    offersNamed,
    ofLists: LIST_FOLDER.test(`${path}x`),
    list: LIST_PATH.test(path),
    known: shapes.size > 0 && shapes.has(shapeOf(path)),
  };
}

function isOfferIn(folder: Folder, address: string, from: number): boolean {
  const length = address.length - from;
  if (folder.offers || (folder.offersNamed && length >= NAME_LENGTH)) return true;
  const last = address.charCodeAt(address.length - 1);
  return (
    length >= NUMBER_LENGTH &&
    (isDigit(address.charCodeAt(from)) || endsLikeNumber(last)) &&
    DETAIL_PATH.test(address)
  );
}

/** The kind of a path without parameters whose last part starts at `from`; null where it leads nowhere. */
function kindIn(folder: Folder, address: string, from: number, shapes: Shapes): AddressKind | null {
  const dotted = address.indexOf('.', from) >= 0;
  if (folder.acts || (dotted && FILE_ADDRESS.test(address))) return null;
  if (startsLikeAction(address.charCodeAt(from)) && ACTION_ADDRESS.test(address)) return null;
  if (dotted ? shapes.has(shapeOf(address)) : folder.known) return 'detail';
  if (isOfferIn(folder, address, from)) {
    const ofLists = from === address.length ? LIST_FOLDER.test(address) : folder.ofLists;
    return ofLists ? 'list' : 'detail';
  }
  return folder.list || LIST_PATH.test(address) ? 'list' : 'other';
}

/** Judges paths without a query, remembering their folders. */
function pathJudge(shapes: Shapes): (address: string) => AddressKind | null {
  const folders = new Map<string, Folder>();
  let last: Folder | undefined;
  return (address) => {
    const from = address.lastIndexOf('/') + 1;
    if (last === undefined || last.path.length !== from || !address.startsWith(last.path)) {
      const path = address.slice(0, from);
      last = folders.get(path) ?? folderOf(path, shapes);
      folders.set(path, last);
    }
    return kindIn(last, address, from, shapes);
  };
}

export type LinkKinds = {
  /** Null for an address that leads nowhere. */
  readonly kindOf: (address: string) => AddressKind | null;
  /** Of an address that is known to be an offer, or a page that goes on. */
  readonly kindOfKnown: (address: string) => AddressKind;
};

/** `own` is the page the links stand on, `from` its addresses; the offers at `details` are known. */
export function kindReader(
  own: string,
  from: AddressesFrom,
  patterns: Patterns,
  details: readonly string[],
): LinkKinds {
  const known = new Set(details.map(from.short));
  const shapes = new Set(details.map(pathOf).map(shapeOf).filter(saysSomething));
  const isHere = hostTest(own);
  const baseIsHere = isHere(from.full('/'));
  const pathHere = (address: string): string | null => {
    if (address.startsWith('/')) return baseIsHere ? address : null;
    return isHere(address) ? pathOf(address) : null;
  };
  const kindOfKnown = (address: string): AddressKind => {
    if (patterns.detail !== null || patterns.list?.(from.full(address)))
      return kindByAddress(from.full(address), patterns);
    if (known.has(address)) return 'detail';
    const path = pathHere(address);
    if (path === null) return 'other';
    return shapes.size > 0 && shapes.has(shapeOf(path)) ? 'detail' : kindByPath(path);
  };
  const kindOf = (address: string) => (leadsNowhere(address) ? null : kindOfKnown(address));
  // By its folder only where the page's own site is linked, and its file has no patterns.
  if (!baseIsHere || patterns.detail !== null || patterns.list !== null) return { kindOf, kindOfKnown };
  const judge = pathJudge(shapes);
  const isPath = (address: string) =>
    address.startsWith('/') && !address.includes('?') && !address.includes('&');
  return {
    kindOf: (address) => (isPath(address) && !known.has(address) ? judge(address) : kindOf(address)),
    kindOfKnown,
  };
}
