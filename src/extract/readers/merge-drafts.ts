/** Makes one listing of the drafts that several readers gave of the same offer: the first reader that has a field is its source. */
import type { Listing, Reader } from '../../model/listing.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { oneLine } from '../html/visible-text.ts';
import { sellerIdIn } from '../looks/linked-seller.ts';
import type { Draft, DraftFields } from '../page/draft.ts';
import { attributeName } from '../page/label-words.ts';
import type { PageDocument } from '../page/page-document.ts';
import { countryOfCurrency } from '../values/currencies.ts';
import { quantityIn, tellsQuantity } from '../values/find-quantity.ts';
import { countryOfLanguage } from '../values/language-country.ts';

function firstWith<T>(
  drafts: readonly Draft[],
  has: (fields: DraftFields) => T | null,
): { value: T | null; reader: Reader | null } {
  for (const { fields, reader } of drafts) {
    const value = has(fields);
    if (value !== null) return { value, reader };
  }
  return { value: null, reader: null };
}

const CUT_SHORT = /\s*(?:…|\.{3})$/;

/** A title that was cut short is told whole by another reader, or by the page itself. */
function titleOf(drafts: readonly Draft[]) {
  const first = firstWith(drafts, ({ title }) => title);
  if (first.value === null || !CUT_SHORT.test(first.value)) return first;
  const start = first.value.replace(CUT_SHORT, '');
  const whole = firstWith(drafts, ({ title }) =>
    title !== null && title.length > start.length && title.startsWith(start) && !CUT_SHORT.test(title)
      ? title
      : null,
  );
  return whole.value === null ? first : whole;
}

/**
 * The site's own selector says what the description is. Otherwise the longest is taken, as structured data often holds
 * only the first lines of a text that is screened as a whole.
 */
function descriptionOf(drafts: readonly Draft[]) {
  const given = drafts.filter(({ fields }) => fields.description !== null);
  const chosen =
    given.find(({ reader }) => reader === 'site') ??
    given.sort((a, b) => (b.fields.description?.length ?? 0) - (a.fields.description?.length ?? 0))[0];
  return { value: chosen?.fields.description ?? null, reader: chosen?.reader ?? null };
}

/** A reader that tells an amount is better than an earlier one that tells a zero, or only "on request", except the site's own. */
function priceOf(drafts: readonly Draft[]) {
  const sum = firstWith(drafts, ({ price }) => (/[1-9]/.test(price?.amount ?? '') ? price : null));
  const told =
    sum.value === null ? firstWith(drafts, ({ price }) => (price?.amount == null ? null : price)) : sum;
  const any = firstWith(drafts, ({ price }) => price);
  const chosen = any.reader === 'site' || told.value === null ? any : told;
  if (chosen.value === null || chosen.value.currency !== null) return chosen;
  return { ...chosen, value: { ...chosen.value, currency: currencyBeside(drafts, chosen.value.amount) } };
}

/** The currency that another reader gives the same amount, else the only one that any gives. */
function currencyBeside(drafts: readonly Draft[], amount: string | null): string | null {
  const named = drafts.flatMap(({ fields: { price } }) => (price?.currency == null ? [] : [price]));
  const same = named.find((price) => price.amount !== null && Number(price.amount) === Number(amount));
  const all = new Set(named.map(({ currency }) => currency));
  return same?.currency ?? (all.size === 1 ? (named[0]?.currency ?? null) : null);
}

/** Under the stable key of what their name stands for, where it is known: the same on every site. */
function attributesOf(drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const { fields } of drafts) {
    for (const [label, value] of fields.attributes) {
      const name = attributeName(label, value);
      if (!attributes.has(name)) attributes.set(name, value);
    }
  }
  return attributes;
}

/**
 * UTF-16 units of what is written on one line, whichever reader gives it. Numbers of things and of sellers are keys of tables, which
 * refuse what is much longer.
 */
const LONGEST = {
  externalId: 200,
  title: 500,
  quantity: 100,
  location: 200,
  seller: 300,
  sellerId: 200,
} as const;

const cut = (text: string | null, longest: number): string | null =>
  text === null || text.length <= longest ? text : oneLine(text, longest);

/** What is sold by the sack is sold by no less than this: for want of any other amount. */
function leastOrder(attributes: ReadonlyMap<string, string>): string | null {
  const least = attributes.get('minimumOrder');
  return least !== undefined && tellsQuantity(least) ? cut(least, LONGEST.quantity) : null;
}

function sellerOf(seller: Listing['seller']): Listing['seller'] {
  if (seller === null) return null;
  const id = seller.id ?? (seller.url === null ? null : sellerIdIn(seller.url));
  return { ...seller, name: cut(seller.name, LONGEST.seller), id: cut(id, LONGEST.sellerId) };
}

export type ListingContext = {
  readonly url: string;
  /** Texts of the page around the offer that are searched for contacts, besides the offer's own. */
  readonly texts: readonly string[];
  readonly marked: readonly string[];
  /** The pack that is chosen on its page. */
  readonly pack?: string | null;
};

/** `drafts` in the order of the readers' rank. */
export function mergeDrafts(
  drafts: readonly Draft[],
  page: Pick<PageDocument, 'country' | 'language' | 'phoneTries'> &
    Partial<Pick<PageDocument, 'declaresLanguage'>>,
  context: ListingContext,
): Listing {
  const source: Record<string, Reader> = {};
  const take = <T>(
    field: string,
    { value, reader }: { value: T | null; reader: Reader | null },
  ): T | null => {
    if (value !== null && reader !== null) source[field] = reader;
    return value;
  };
  /** Of a field that is taken whole from the first reader that has it. */
  const first = <Name extends keyof DraftFields>(name: Name) =>
    take(
      name,
      firstWith<DraftFields[Name]>(drafts, (fields) => fields[name]),
    );
  const plain = {
    externalId: cut(first('externalId'), LONGEST.externalId),
    title: cut(take('title', titleOf(drafts)), LONGEST.title),
    availability: first('availability'),
    quantity: cut(first('quantity'), LONGEST.quantity),
    seller: first('seller'),
    location: cut(first('location'), LONGEST.location),
    postedAt: first('postedAt'),
  };
  const description = take('description', descriptionOf(drafts));
  const images =
    take(
      'images',
      firstWith(drafts, (fields) => (fields.images.length > 0 ? fields.images : null)),
    ) ?? [];
  const attributes = attributesOf(drafts);
  take(
    'attributes',
    firstWith(drafts, (fields) => (fields.attributes.size > 0 ? fields.attributes : null)),
  );
  const price = take('price', priceOf(drafts));
  const inTitle = plain.title === null ? null : quantityIn(plain.title);
  const measured = plain.quantity ?? context.pack ?? inTitle ?? leastOrder(attributes);
  if (plain.quantity === null && measured !== null) source['quantity'] = 'text';
  const texts = [plain.title, description, plain.seller?.name].filter((text) => typeof text === 'string');
  for (const [name, value] of attributes) texts.push(`${name}: ${value}`);
  const marked = [...drafts.flatMap(({ fields }) => fields.contactTexts), ...context.marked];
  const country =
    plain.seller?.country ??
    page.country ??
    countryOfCurrency(price?.currency ?? null, page.language) ??
    (page.declaresLanguage === false ? null : countryOfLanguage(page.language));
  const contacts = findContacts([...texts, ...context.texts], marked, {
    country,
    phoneTries: page.phoneTries,
  });
  if (contacts.length > 0) source['contacts'] = 'text';
  if (page.language !== null) source['language'] = page.declaresLanguage === false ? 'text' : 'page';
  return {
    url: context.url,
    ...plain,
    quantity: measured,
    seller: sellerOf(plain.seller),
    description,
    price,
    contacts,
    images: [...images],
    attributes: Object.fromEntries(attributes),
    language: page.language,
    source,
  };
}
