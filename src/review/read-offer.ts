/** An offer and a seller as an analyst may see them: what belongs together and why, contacts masked. */
import { isOneSeller, linkSellers } from '../dedupe/link-sellers.ts';
import type { Contact } from '../model/listing.ts';
import type { OfferDetail, SellerDetail, SellerLinkRow, SellerOffer } from '../model/offer-api.ts';
import { findOfferDetail } from '../store/desk/offer-detail.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import {
  findSeller,
  listSellerLinks,
  listSellerOffers,
  type WithContacts,
} from '../store/desk/seller-links.ts';
import type { Db } from '../store/open-database.ts';
import { maskContacts } from '../text/mask-contacts.ts';
import type { Actor } from './actor.ts';
import { maskContactKey, showEvidence, showSighting } from './mask-offer.ts';
import { sealOffers } from './sealed.ts';

/** null when there is no such offer. */
export async function readOffer(db: Db, id: number): Promise<OfferDetail | null> {
  const found = await findOfferDetail(db, id);
  if (found === null) return null;
  const { offer, sightings, nameContacts } = found;
  const contacts = [...sightings.flatMap((each) => each.contacts), ...nameContacts];
  return {
    ...offer,
    seller: offer.seller === null ? null : maskName(offer.seller, contacts),
    sightingList: sightings.map((each) => showSighting(each, false)),
  };
}

/** null when there is no such seller. */
export async function readSeller(db: Db, id: number, viewer: Actor): Promise<SellerDetail | null> {
  const found = await findSeller(db, id);
  if (found === null) return null;
  const { url, country, site, contacts } = found;
  const own = contacts.map((key) => toContact(key.slice(key.indexOf(':') + 1)));
  return {
    ...maskName({ id, name: found.name, site }, own),
    url: url === null ? null : maskContacts(url, own),
    country,
    contacts: contacts.map(maskContactKey),
    offers: sealOffers(await readSellerOffers(db, [id], null, false), await sealedFrom(db, viewer.id)),
    links: showLinks(await listSellerLinks(db, id), false),
  };
}

/** Links with whether each is strong enough, or said, to be one seller. */
export function showLinks(
  links: readonly WithContacts<Omit<SellerLinkRow, 'one'>>[],
  open: boolean,
): SellerLinkRow[] {
  return links.map(({ contacts, ...link }) => {
    const strength = link.verdict === null ? link.strength : linkSellers([], false, link.verdict).strength;
    return {
      ...link,
      strength,
      one: isOneSeller({ strength }),
      evidence: showEvidence(link.evidence, contacts, open),
      seller: open ? link.seller : maskName(link.seller, contacts),
    };
  });
}

export async function readSellerOffers(
  db: Db,
  sellers: readonly number[],
  except: number | null,
  open: boolean,
  most?: number,
): Promise<SellerOffer[]> {
  const offers = await listSellerOffers(db, sellers, except, most);
  return offers.map(({ contacts, ...offer }) =>
    open
      ? offer
      : {
          ...offer,
          title: offer.title === null ? null : maskContacts(offer.title, contacts),
          seller: maskName(offer.seller, contacts),
        },
  );
}

function toContact(value: string): Contact {
  return { kind: 'url', value, raw: value };
}

function maskName<T extends { readonly name: string | null }>(seller: T, contacts: readonly Contact[]): T {
  return { ...seller, name: seller.name === null ? null : maskContacts(seller.name, contacts) };
}
