/** Same seller, same offer? Exact keys: the same seller on the same site, offering the same substances. */
import { CONTACT_KINDS, type Contact, type ListingSeller } from '../model/listing.ts';
import { normalise } from '../text/normalise.ts';

/** Kinds of contacts that name one seller, most stable first: a plain link names nobody, and wallets change from sale to sale. */
const IDENTIFYING = CONTACT_KINDS.filter((kind) => kind !== 'url' && kind !== 'wallet');

const SHOP_ITSELF = 'shop';

/**
 * The key of a seller within a site: its profile's path, its id there, its name, else a contact. A listing that names nobody is
 * the shop's own.
 */
export function sellerKey(seller: ListingSeller | null, contacts: readonly Contact[]): string {
  // The profile first: sections of one site may count their members each for themselves.
  if (seller?.url && URL.canParse(seller.url)) return `path:${new URL(seller.url).pathname}`;
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
