/** Finds a seller by the link to the seller's own page: its address ends in the name it shows, or the title or a portrait tells whose it is. */
import type { ListingSeller } from '../../model/listing.ts';
import { around, type Node } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { isTrailName } from '../page/class-names.ts';
import { holdsCompany, isCompanyName } from '../page/company-heading.ts';
import { labelKey } from '../page/label-words.ts';
import { LEGAL_FORM, ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { hostOf, pathOf } from '../page/web-url.ts';
import { sellerNameIn, squeezedName } from './seller-name.ts';

const SELLER_PATH =
  /\/(shops?|stores?|str|sellers?|vendors?|users?|usr|u|profiles?|members?|merchants?|suppliers?|dealers?|compan(?:y|ies)|showroom|tienda|vendedor|boutique|verkaeufer|prodavec|uzytkownik|kullanici|usuarios?|perfil|profilo|membres?|utilisateurs?|utent[ei]|gebruikers?|anvandare|brukere?|uzivatele?|pengguna)\/(?:(?:profile|view|show|id)\/)?([^/?#]{3,60})/i;
/** Shops name their own categories with these, too: "OliveCompany" is a name, "lamps" a category. */
const AMBIGUOUS_PATH = /^(?:shops?|stores?)$/i;
const COMPANY_PATH = /^(?:compan|suppliers?|vendors?|merchants?|dealers?|sellers?|showroom)/i;
const CLEARLY_A_NAME = /^\S*(?:\p{Ll}\p{Lu}|\d|_)\S*$/u;
/** In nodes of the outline from a heading, or as a share of the page: further down stand the sellers of other things. */
const REACH = 400;
const FIRST_PART = 0.4;
const ASIDE = new Set(['nav', 'header', 'footer', 'aside', 'dialog']);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    // A stray "%": the part is taken as it stands.
    if (error instanceof URIError) return part;
    throw error;
  }
}

const ID_PARAMETER =
  /^(?:user|seller|member|shop|store|merchant|vendor|supplier|company)?_?-?(?:id|no|uid|mid|userid)$/i;

/** The seller's number or name in the address of the seller's page: what stays when the name is changed. */
export function sellerIdIn(address: string): string | null {
  const url = new URL(address);
  for (const [name, value] of url.searchParams)
    if (ID_PARAMETER.test(name) && /^[\w-]{1,40}$/.test(value)) return value;
  const part = SELLER_PATH.exec(url.pathname)?.[2];
  const last = part === undefined ? undefined : url.pathname.split('/').find((one) => /^\d{3,}$/.test(one));
  return last ?? (part === undefined ? null : decoded(part));
}

function nameOf(page: PageDocument, link: Node): string | null {
  const { outline } = page;
  const [, kind = '', part = ''] = SELLER_PATH.exec(outline.attribute(link, 'href') ?? '') ?? [];
  if (part === '') return null;
  const name = sellerNameIn(outlineText(outline, link, { limit: 100 }));
  const [shown, written] = [squeezedName(name ?? ''), squeezedName(decoded(part))];
  // Addresses of companies leave out what follows their name.
  const isSame =
    shown === written || (COMPANY_PATH.test(kind) && written.length >= 6 && shown.startsWith(written));
  if (name === null || !isSame) return null;
  return AMBIGUOUS_PATH.test(kind) && !CLEARLY_A_NAME.test(name) ? null : name;
}

/** Under these stand the goods of a kind, too: "/boutique/lampes", "/suppliers/glassware". */
const KIND_PATH =
  /^(?:shops?|stores?|str|tienda|boutique|showroom|vendors?|merchants?|suppliers?|dealers?|compan(?:y|ies))$/i;

/** What the address of a seller's page calls the seller: a name, as addresses write it, or a number. */
export function sellerNamed(address: string): { readonly part: string; readonly ambiguous: boolean } | null {
  const [, kind = '', part = ''] = SELLER_PATH.exec(new URL(address).pathname) ?? [];
  return part === '' ? null : { part: decoded(part), ambiguous: KIND_PATH.test(kind) };
}

/** Whether it is the address of a page of one seller among others. */
export function sellerAddress(href: string): boolean {
  return SELLER_PATH.test(href);
}

/** The same, where no shop could mean its own categories by it. */
export function companyAddress(href: string): boolean {
  const [, kind] = SELLER_PATH.exec(href) ?? [];
  return kind !== undefined && !AMBIGUOUS_PATH.test(kind);
}

const MIN_WRITTEN = 6;

/** Whether an address begins with this name: markets give each shop such a one, "/brook-tools-5530921/". */
export function addressNamed(page: PageDocument, href: string, name: string): boolean {
  const url = page.resolve(href);
  const [first = '', more] =
    url === null
      ? []
      : pathOf(url)
          .split('/')
          .filter((part) => part !== '');
  const address = squeezedName(decoded(first));
  // Addresses of companies leave out what they are.
  const written = [name, name.replace(LEGAL_FORM, '')].map(squeezedName);
  return more === undefined && written.some((one) => one.length >= MIN_WRITTEN && address.startsWith(one));
}

const SITE_PART =
  /^(?:www\d?|m|mobile|help|support|blog|forum|my|account|login|auth|api|static|img|images|cdn|media)\./;

/** Markets give each shop a host of its own below theirs: its front page is the seller's. */
export function ownHostOfSeller(page: PageDocument, href: string): boolean {
  if (!/^(?:https?:)?\/\//i.test(href)) return false;
  const url = page.resolve(href);
  const host = url === null ? '' : hostOf(url);
  const own = hostOf(page.url).replace(/^(?:www\d?|m)\./, '');
  return url !== null && host.endsWith(`.${own}`) && !SITE_PART.test(host) && pathOf(url) === '/';
}

const PICTURES = tagSet('img picture svg');
/** In nodes of the outline: a picture, a name, a place. */
const MAX_PORTRAIT = 16;

/** The first piece of text in a link that also holds a picture: how boards of people show who sells. */
function besidePortrait({ outline }: PageDocument, link: Node): string | null {
  const end = outline.endOf(link);
  const kinds = outline.kinds.subarray(link, end);
  if (end - link > MAX_PORTRAIT || !kinds.some((kind) => PICTURES[kind] === 1)) return null;
  for (let at = link; at < end; at++) {
    const text = outline.nameOf(at) === '' ? oneLine(outline.text(at), 100) : '';
    if (text !== '') return sellerNameIn(text);
  }
  return null;
}

type Linked = { readonly link: Node; readonly name: string };

/** The only person of the page whose own page is led to beside a portrait; who writes reviews has one, too, and is one of several. */
function onlyPortrait(page: PageDocument, links: readonly Node[]): Linked | null {
  const { outline } = page;
  const people = links.filter((link) => companyAddress(outline.attribute(link, 'href') ?? ''));
  const addresses = new Set(people.map((link) => outline.attribute(link, 'href')));
  const [link] = people;
  const name = addresses.size === 1 && link !== undefined ? besidePortrait(page, link) : null;
  return link === undefined || name === null ? null : { link, name };
}

const FRAME = new Set(['nav', 'header', 'footer']);
const MAX_NAME = 80;
/** Between the parts of a title. */
const PARTED =
  /\s+[-|–—·•»:]\s+|\s*[|_]\s*|(?<=[\u4e00-\u9fff\uac00-\ud7af])-|-(?=[\u4e00-\u9fff\uac00-\ud7af])/;

/** What the page says of itself to search engines: markets begin it with who offers the thing. */
const descriptionOf = ({ meta }: PageDocument): string => oneLine(meta.get('description')?.[0] ?? '', 300);

/** The only company that is led to and that the page names when it says what it is: beside the thing and the market that it is not. */
function onlyCompany(page: PageDocument): Linked | null {
  const { outline, parts, title } = page;
  const titled = new Set(title.split(PARTED).filter(isCompanyName));
  const description = descriptionOf(page);
  const described = holdsCompany(description);
  if (titled.size === 0 && !described) return null;
  const isNamed = (name: string) =>
    titled.has(name) || (described && isCompanyName(name) && description.includes(name));
  const found = new Map<string, Node>();
  for (const link of parts.anchors) {
    const name = oneLine(outlineText(outline, link, { limit: MAX_NAME + 1 }));
    if (name.length > MAX_NAME || found.has(name) || !isNamed(name)) continue;
    if (around(outline, link).some((at) => FRAME.has(outline.nameOf(at)))) continue;
    found.set(name, link);
  }
  const [only] = found;
  if (only === undefined || found.size > 1 || ownNameTest(page)(only[0])) return null;
  return { name: only[0], link: only[1] };
}

/** In nodes: how far before a link the word stands that it is the value of. */
const LABEL_REACH = 4;

/** "Brand: <a href="/vendors/brook">": shops keep the goods of each maker below the word for sellers. */
function isBrand({ outline }: PageDocument, link: Node): boolean {
  for (let at = link - 1; at >= Math.max(0, link - LABEL_REACH); at--) {
    const text = outline.nameOf(at) === '' ? oneLine(outline.text(at), MAX_NAME) : '';
    if (text !== '') return labelKey(text.replace(/\s*[:：]$/, '')) === 'brand';
  }
  return false;
}

export function sellerByLink(page: PageDocument): ListingSeller | null {
  const { outline, parts } = page;
  const isNear = (link: Node) =>
    link < outline.size * FIRST_PART ||
    parts.headings.slice(0, 3).some((heading) => Math.abs(link - heading) <= REACH);
  const isTrail = (at: Node) => isTrailName(outline.attribute(at, 'class') ?? '');
  const isBeside = (link: Node) =>
    around(outline, link).some((at) => ASIDE.has(outline.nameOf(at)) || isTrail(at));
  const seller = ({ link, name }: Linked): ListingSeller => {
    const url = page.resolve(outline.attribute(link, 'href') ?? '');
    return { name, id: null, url, country: null };
  };
  const isPerson = (link: Node) =>
    sellerAddress(outline.attribute(link, 'href') ?? '') && !isBrand(page, link);
  const near = parts.anchors.filter((link) => isNear(link) && isPerson(link));
  for (const link of near) {
    const name = nameOf(page, link);
    if (name !== null && !isBeside(link)) return seller({ link, name });
  }
  const company = onlyCompany(page);
  if (company !== null) return seller(company);
  if (near.length === 0) return null;
  const shown = onlyPortrait(
    page,
    parts.anchors.filter((link) => isPerson(link) && !isBeside(link)),
  );
  return shown === null || !isNear(shown.link) ? null : seller(shown);
}
