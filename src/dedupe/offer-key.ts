/** Same seller, same offer? Exact keys: the same seller on the same site, offering the same substances. */
import { CONTACT_KINDS, type Contact, type ListingSeller } from '../model/listing.ts';
import { canonicalUrl } from '../text/canonical-url.ts';
import { normalise } from '../text/normalise.ts';

/** Kinds of contacts that name one seller, most stable first: a plain link names nobody, and wallets change from sale to sale. */
const IDENTIFYING = CONTACT_KINDS.filter((kind) => kind !== 'url' && kind !== 'wallet');

const SHOP_ITSELF = 'shop';

const SELLER_WORDS =
  'stores?|shops?|sellers?|vendors?|users?|usr|u|profiles?|members?|merchants?|suppliers?|dealers?|compan(?:y|ies)';
/** "/store/ann": whose page it is stands in the path, whatever host or language it is asked for at. */
const NAMING = new RegExp(`/(?:${SELLER_WORDS})/(?!(?:profile|view|show|id|info|about|index)\\b)[^/.]+`, 'i');
/** "/store", "/view.php": the same for all sellers, and what comes after "?" tells who it is. */
const SCRIPT = new RegExp(`\\.\\w{2,5}$|^/(?:${SELLER_WORDS})(?:/(?:profile|view|show|id|info))?/?$`, 'i');
const SAME_HOST = /^(?:www|m)\./;

function isIn(path: string, id: string): boolean {
  return path.split('/').some((part) => part === id || part === encodeURIComponent(id));
}

/**
 * The key of a seller by the address of its page. Where nothing in the path tells whose it is ("/about.html") the host may. null for
 * a front page of somebody who has a number or a name: shops give their own with every offer.
 */
function addressKey({ url, id, name }: ListingSeller): string | null {
  const address = url === null ? null : URL.parse(url);
  if (url === null || address === null) return null;
  const { hostname, pathname, searchParams } = address;
  if (id && [...searchParams.values()].includes(id)) return `path:${pathname}?${id}`;
  if (NAMING.test(pathname) || (id && isIn(pathname, id))) return `path:${pathname}`;
  if (pathname === '/' && (id || name)) return null;
  const query = SCRIPT.test(pathname) ? new URL(canonicalUrl(url)).search : '';
  return `path:${hostname.replace(SAME_HOST, '')}${pathname}${query}`;
}

/**
 * The key of a seller within a site: its profile's address, its id there, its name, else a contact. A listing that names nobody
 * is the shop's own.
 */
export function sellerKey(seller: ListingSeller | null, contacts: readonly Contact[]): string {
  // The profile first: sections of one site may count their members each for themselves.
  const address = seller === null ? null : addressKey(seller);
  if (address !== null) return address;
  if (seller?.id) return `id:${seller.id}`;
  if (seller?.name) return `name:${normalise(seller.name).text}`;
  for (const kind of IDENTIFYING) {
    const contact = contacts.find((candidate) => candidate.kind === kind);
    if (contact !== undefined) return `${kind}:${contact.value}`;
  }
  return SHOP_ITSELF;
}

/** A profile, a number or a name: without them only contacts can tell who sells. */
export function namesSeller(seller: ListingSeller | null): boolean {
  return Boolean(seller?.url) || Boolean(seller?.id) || Boolean(seller?.name);
}

/** The key of an offer over all sites: site, seller and what is offered. */
export function offerKey(site: string, seller: string, substances: readonly string[]): string {
  return JSON.stringify([site, seller, [...substances].sort()]);
}
