/** One thing offered for sale, as read from a page. Unknown is null, never a guess. */
import { z } from 'zod';

/** In the order in which they tell sellers apart: the most stable first. */
export const CONTACT_KINDS = [
  'phone',
  'email',
  'whatsapp',
  'telegram',
  'wechat',
  'signal',
  'wickr',
  'threema',
  'skype',
  'qq',
  'line',
  'session',
  'viber',
  'zalo',
  'kakaotalk',
  'discord',
  'xmpp',
  'kik',
  'icq',
  'matrix',
  'simplex',
  'tox',
  'briar',
  'snapchat',
  'instagram',
  'facebook',
  'wallet',
  'url',
] as const;

/** `value` is normalised (E.164, lower-case e-mail, bare handle); `raw` stands in the text exactly so. */
export const contact = z.strictObject({
  kind: z.enum(CONTACT_KINDS),
  value: z.string(),
  raw: z.string(),
});
export type Contact = z.infer<typeof contact>;

/** `amount` is a decimal string ("1234.56"); `currency` ISO 4217 where the page allows it; `unit` such as "g", "kg", "l". */
export const price = z.strictObject({
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  unit: z.string().nullable(),
  raw: z.string(),
});
export type Price = z.infer<typeof price>;

/** The names of schema.org's ItemAvailability. */
export const AVAILABILITIES = [
  'BackOrder',
  'Discontinued',
  'InStock',
  'InStoreOnly',
  'LimitedAvailability',
  'MadeToOrder',
  'OnlineOnly',
  'OutOfStock',
  'PreOrder',
  'PreSale',
  'Reserved',
  'SoldOut',
] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export const listingSeller = z.strictObject({
  name: z.string().nullable(),
  id: z.string().nullable(),
  url: z.string().nullable(),
  country: z.string().nullable(),
});
export type ListingSeller = z.infer<typeof listingSeller>;

/** Which reader a field came from; `site` is the site file's own selectors, `feed` a product feed. */
export const READERS = [
  'json-ld',
  'microdata',
  'rdfa',
  'open-graph',
  'state',
  'site',
  'feed',
  'heuristic',
  'text',
  'page',
] as const;
export type Reader = (typeof READERS)[number];

export const listing = z.strictObject({
  url: z.string(),
  /** The shop's own id: SKU, article or ad number. */
  externalId: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  price: price.nullable(),
  availability: z.enum(AVAILABILITIES).nullable(),
  quantity: z.string().nullable(),
  seller: listingSeller.nullable(),
  contacts: z.array(contact),
  location: z.string().nullable(),
  images: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  /** BCP 47, as declared by the page, else told from its text. */
  language: z.string().nullable(),
  /** ISO 8601 date or date-time. */
  postedAt: z.string().nullable(),
  source: z.record(z.string(), z.enum(READERS)),
});
export type Listing = z.infer<typeof listing>;
