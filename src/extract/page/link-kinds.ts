/** What an address probably leads to, by itself and by the offers that are known already. */

import { isDigit } from '../values/plain-digits.ts';
import { ACTION_ADDRESS, DETAIL_PATH, FILE_ADDRESS, LIST_FOLDER, LIST_PATH } from './page-words.ts';
import { type AddressesFrom, hostTest, type PathLook, pathOf } from './web-url.ts';

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
export type Folder = {
  /** From the first to the last slash. */
  readonly path: string;
  readonly acts: boolean;
  /** All in it is of offers; `named`: where a name of at least {@link NAME_LENGTH} follows. */
  readonly offers: boolean;
  readonly offersNamed: boolean;
  /** An address in it that looks like an offer is a list. */
  readonly ofLists: boolean;
  readonly list: boolean;
  /** Of an address in it whose name has no dot. */
  readonly shape: string;
};

/** "add…", "logout", "sign-out": what starts otherwise is no action. */
const ACTIONS = codesOf('als');
/** Offers are known by a number that their name starts with, or ends with but for ".htm" and ".html". */
const ENDINGS = codesOf('lm');

/** 1 at the codes of these letters, in either case. */
function codesOf(letters: string): Uint8Array {
  const both = letters + letters.toUpperCase();
  return Uint8Array.from({ length: 128 }, (_, code) => (both.includes(String.fromCharCode(code)) ? 1 : 0));
}

const NAME_LENGTH = 3;
/** Shorter numbers count pages and years. */
const NUMBER_LENGTH = 5;

type Shapes = ReadonlySet<string>;

/** Of a path from its first to its last slash. */
export function folderOf(path: string): Folder {
  const offersNamed = DETAIL_PATH.test(path + 'x'.repeat(NAME_LENGTH));
  return {
    path,
    acts: ACTION_ADDRESS.test(path),
    offers: offersNamed && DETAIL_PATH.test(path),
    offersNamed,
    ofLists: LIST_FOLDER.test(`${path}x`),
    list: LIST_PATH.test(path),
    shape: shapeOf(path),
  };
}

function isOfferIn(folder: Folder, address: string, from: number): boolean {
  const length = address.length - from;
  if (folder.offers || (folder.offersNamed && length >= NAME_LENGTH)) return true;
  const last = address.charCodeAt(address.length - 1);
  return (
    length >= NUMBER_LENGTH &&
    (isDigit(address.charCodeAt(from)) || isDigit(last) || ENDINGS[last] === 1) &&
    DETAIL_PATH.test(address)
  );
}

const LIST_NAME = new RegExp(LIST_PATH.source, 'iy');

/** Whether the last part of a path without parameters, behind the slash at this place, names a list. */
function namesList(address: string, slash: number): boolean {
  LIST_NAME.lastIndex = slash;
  return LIST_NAME.test(address);
}

/** The kind of a path without parameters; null where it leads nowhere. */
function kindIn(folder: Folder, address: string, look: PathLook, shapes: Shapes): AddressKind | null {
  const { last: from, dotted } = look;
  if (folder.acts || (dotted && FILE_ADDRESS.test(address))) return null;
  if (ACTIONS[address.charCodeAt(from)] === 1 && ACTION_ADDRESS.test(address)) return null;
  if (shapes.size > 0 && shapes.has(dotted ? shapeOf(address) : folder.shape)) return 'detail';
  if (isOfferIn(folder, address, from)) {
    const ofLists = from === address.length ? LIST_FOLDER.test(address) : folder.ofLists;
    return ofLists ? 'list' : 'detail';
  }
  return folder.list || namesList(address, from - 1) ? 'list' : 'other';
}

/** Folders that are kept at hand, by their length and three of their characters: many differ only behind a common start. */
const RECENT = 512;

/** Finds the folder in which an address is, whose last part starts at `last`. */
export type FolderOf = (address: string, last: number) => Folder;

/** The same as {@link folderOf}, which `folderAt` may remember: links of a site lead to few folders. */
export function folderFinder(folderAt: (path: string) => Folder): FolderOf {
  const recent = new Array<Folder | undefined>(RECENT).fill(undefined);
  return (address, last) => {
    const [middle, end] = [address.charCodeAt(last >> 1), address.charCodeAt(last - 2)];
    const slot = (last * 37 + middle * 5 + address.charCodeAt(last - 3) * 73 + end * 11) & (RECENT - 1);
    const known = recent[slot];
    if (known !== undefined && known.path.length === last && address.startsWith(known.path)) return known;
    const folder = folderAt(address.slice(0, last));
    recent[slot] = folder;
    return folder;
  };
}

export type LinkKinds = {
  /** Null for an address that leads nowhere. `look` is that of {@link AddressesFrom}. */
  readonly kindOf: (address: string, look: PathLook | null) => AddressKind | null;
  /** Of an address that is known to be an offer, or a page that goes on. */
  readonly kindOfKnown: (address: string) => AddressKind;
};

/** `own` is the page the links stand on, `from` its addresses; the offers at `details` are known. */
export function kindReader(
  own: string,
  from: AddressesFrom,
  patterns: Patterns,
  details: readonly string[],
  folderIn: FolderOf,
): LinkKinds {
  const known = new Set(details.map(from.short));
  // Most links are none of them by their length: a set would count a number of every address.
  const lengths = new Set(Array.from(known, ({ length }) => length));
  const isKnown = (address: string) => lengths.has(address.length) && known.has(address);
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
    if (isKnown(address)) return 'detail';
    const path = pathHere(address);
    if (path === null) return 'other';
    return shapes.size > 0 && shapes.has(shapeOf(path)) ? 'detail' : kindByPath(path);
  };
  const kindOf = (address: string) => (leadsNowhere(address) ? null : kindOfKnown(address));
  // By its folder only where the page's own site is linked, and its file has no patterns.
  if (!baseIsHere || patterns.detail !== null || patterns.list !== null) return { kindOf, kindOfKnown };
  return {
    kindOf: (address, look) =>
      look !== null && !look.asks && !isKnown(address)
        ? kindIn(folderIn(address, look.last), address, look, shapes)
        : kindOf(address),
    kindOfKnown,
  };
}
