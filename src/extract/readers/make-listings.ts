/** Turns what the readers found into listings: one for a detail page, one per card for a list. */
import type { Listing } from '../../model/listing.ts';
import { BREADCRUMBS } from '../declared/read-breadcrumbs.ts';
import { contactLinks } from '../looks/contact-links.ts';
import { sellerOfPage } from '../looks/seller-of-page.ts';
import { shownTitle } from '../looks/shown-title.ts';
import { chosenPack } from '../page/chosen-variant.ts';
import { type Draft, NO_FIELDS } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { chosenVariation } from '../state/chosen-variation.ts';
import { mergeDrafts } from './merge-drafts.ts';
import { numberOfAddress } from './number-of-address.ts';
import type { Looks } from './read-looks.ts';
import type { Offers } from './read-offers.ts';

/** More cards on one page are a catalogue dump or an attack. */
const MAX_LISTINGS = 500;

/** Declared for others: what a page's own script knows speaks for the shown price at most. */
const declaresPrice = ({ reader, fields: { price } }: Draft): boolean =>
  price?.amount != null && reader !== 'state';

/** Whether the page asks another price than this one declares. */
const isDenied = (draft: Draft, { denies }: Looks): boolean =>
  declaresPrice(draft) && draft.fields.price !== null && denies(draft.fields.price);

/** Whether every price that is declared for others, at least one, is denied by what the page asks. */
function isPriceDenied(declared: readonly Draft[], looks: Looks): boolean {
  const priced = declared.filter(declaresPrice);
  return priced.length > 0 && priced.every((draft) => isDenied(draft, looks));
}

/** Of several declared prices one that the page asks comes before one that it denies. */
function withoutDenied(declared: readonly Draft[], looks: Looks): readonly Draft[] {
  return declared.map((draft) =>
    isDenied(draft, looks) ? { ...draft, fields: { ...draft.fields, price: null } } : draft,
  );
}

/** Figures alone, as databases count. */
const COUNTED = /^\d{3,}$/;

/**
 * The number by which the shop's script knows the thing, where its address has it, too, is that of the database: one of letters
 * that the page shows beside a word for it is the shop's own.
 */
function withoutCounted(main: readonly Draft[], page: PageDocument, { draft }: Looks): readonly Draft[] {
  const shown = draft.fields.externalId;
  if (shown === null || !/\p{L}/u.test(shown)) return main;
  const isCounted = ({ reader, fields: { externalId } }: Draft) =>
    reader === 'state' &&
    externalId !== null &&
    COUNTED.test(externalId) &&
    page.canonical.includes(externalId);
  return main.map((one) => (isCounted(one) ? { ...one, fields: { ...one.fields, externalId: null } } : one));
}

/** The shown name, where the declared one, whose price is denied, is that of another variant: "Salt - 100 g". */
function withoutVariant(declared: string, shown: string | null): string | null {
  return shown !== null && shown !== '' && declared.startsWith(`${shown} - `) ? shown : null;
}

/**
 * Shops forget their declared data when something is sold out or its price or name changes: what the page itself says comes first,
 * after the site's own rules.
 */
function withShown(page: PageDocument, offers: Offers): readonly Draft[] {
  const { looks } = offers;
  const main = withoutCounted(offers.main, page, looks);
  const rules = main.filter(({ reader }) => reader === 'site');
  const declared = main.filter(({ reader }) => reader !== 'site');
  const denied = isPriceDenied(declared, looks);
  const price = denied ? looks.draft.fields.price : null;
  const named = declared.map(({ fields }) => fields.title).find((one) => one !== null);
  const trail = looks.draft.fields.attributes.get(BREADCRUMBS) ?? null;
  const ofOther = named == null || price === null ? null : withoutVariant(named, looks.draft.fields.title);
  const title = named == null ? null : (shownTitle(page, named, trail) ?? ofOther);
  const believed = denied ? declared : withoutDenied(declared, looks);
  if (looks.stockShown === null && price === null && title === null) return [...rules, ...believed];
  const fields = { ...NO_FIELDS, availability: looks.stockShown, price, title };
  const shown: Draft = { ...looks.draft, fields };
  return [...rules, shown, ...believed];
}

/** A number that only the shop's database gives, where nothing shows another and the page itself asks the price beside it. */
function withStoredNumber(listing: Listing, { stored, main, looks }: Offers): Listing {
  const { externalId, source } = listing;
  if (stored === null || externalId !== null) return listing;
  const shown = [...main.filter(({ reader }) => reader !== 'state'), looks.draft];
  const asked = ({ fields: { price } }: Draft) =>
    price?.amount != null && Number(price.amount) === Number(stored.amount);
  if (!shown.some(asked)) return listing;
  return { ...listing, externalId: stored.id, source: { ...source, externalId: 'state' } };
}

/** For want of any other, the number in the address of the page that the page says again. */
function withNumberOfAddress(listing: Listing, page: PageDocument): Listing {
  const { externalId, images, source } = listing;
  const number = externalId === null ? numberOfAddress(page, images) : null;
  return number === null
    ? listing
    : { ...listing, externalId: number, source: { ...source, externalId: 'heuristic' } };
}

/** A shop declares the range of what all packs cost, and shows what the chosen one does. */
function withVariation(listing: Listing, page: PageDocument): Listing {
  const { price, source } = listing;
  const chosen = price?.amount == null ? null : chosenVariation(page);
  if (price === null || chosen === null) return listing;
  const told: Listing = {
    ...listing,
    price: { ...price, amount: chosen.amount, raw: chosen.amount },
    source: { ...source, price: 'state' },
  };
  const { availability } = chosen;
  return availability === null
    ? told
    : { ...told, availability, source: { ...told.source, availability: 'state' } };
}

/** Of what is written for those who share a page: a name or the shop's own word for itself. */
const MIN_SHARED = 40;

const tellsNothing = ({ reader, fields: { description } }: Draft): boolean =>
  description === null || (reader === 'open-graph' && description.length < MIN_SHARED);

/** Its address is the page's canonical one, which the card that leads here carries too. */
export function mainListing(page: PageDocument, offers: Offers): Listing[] {
  const text = page.mainText();
  const { draft, post } = offers.looks;
  // Otherwise what the looks say of price and title is used only where no reader says anything.
  const fallback: Draft =
    draft.fields.description === null && text !== '' && offers.main.every(tellsNothing)
      ? { ...draft, fields: { ...draft.fields, description: text } }
      : draft;
  const listing = mergeDrafts([...withShown(page, offers), fallback], page, {
    url: page.canonical,
    texts: [post?.text ?? text],
    marked: contactLinks(page, post?.node),
    pack: chosenPack(page),
  });
  const numbered = withNumberOfAddress(withStoredNumber(listing, offers), page);
  return [withVariation(numbered, page)];
}

/** For cards that name nobody. */
function sellerOfAll(page: PageDocument): Draft[] {
  const seller = sellerOfPage(page);
  return seller === null ? [] : [{ reader: 'heuristic', fields: { ...NO_FIELDS, seller }, unread: [] }];
}

/** Cards of the best reader; a lower reader fills fields of the card with the same address. */
export function listCards(page: PageDocument, offers: Offers): Listing[] {
  const [best, ...others] = offers.cards;
  const byUrl = new Map<string, Draft[]>();
  for (const draft of best ?? []) {
    const { url, title } = draft.fields;
    if (url === null || title === null) continue;
    // Rows of a price list have no page but this one; a number of its own tells a pack from another.
    const key = url === page.canonical ? `${url}#${title}#${draft.fields.externalId ?? ''}` : url;
    if (!byUrl.has(key)) byUrl.set(key, [draft]);
  }
  for (const draft of others.flat()) {
    if (draft.fields.url !== null) byUrl.get(draft.fields.url)?.push(draft);
  }
  const ofAll = sellerOfAll(page);
  return [...byUrl.values()].slice(0, MAX_LISTINGS).map((drafts) =>
    mergeDrafts([...drafts, ...ofAll], page, {
      url: drafts[0]?.fields.url ?? page.canonical,
      texts: [],
      marked: [],
    }),
  );
}
