/** What the whole value of a class, an id or a label says of its element; asked of every value of a page. */

const TRAIL =
  /bread-?crumbs?|(?:^|[\s_-])crumbs?(?:$|[\s_-])|navtrail|ariadne|brotkrumen|migas|fil-?d-?ariane|хлебн/i;

/** Of the trail of categories above an offer. */
export function isTrailName(value: string): boolean {
  return TRAIL.test(value);
}

const DESCRIPTION = /desc|beschr|omschr|opis|kuvaus|aciklama|details|text|body|info|content/i;

/** Of an offer's text; a value that bears none of this is not looked at closer. */
export function mayNameDescription(value: string): boolean {
  return DESCRIPTION.test(value);
}

const CALLED_DESCRIPTION =
  /desc(?:r|$|[\s_-])|beschreib|omschr|(?:^|[\s_-])(?:opis|popis|kuvaus|aciklama)(?:$|[\s_-])/i;

/** Of an offer's text, and of nothing that may hold more. */
export function isDescriptionName(value: string): boolean {
  return CALLED_DESCRIPTION.test(value);
}

const SHORT_TEXT =
  /short[\s_-]?desc|desc(?:ription)?[\s_-]?short|kurz-?(?:beschreibung|text)|excerpt|krotki[\s_-]opis|opis[\s_-]krotki|kratky[\s_-]popis/i;

/** Of the few lines that shops set above the whole text. */
export function isShortTextName(value: string): boolean {
  return SHORT_TEXT.test(value);
}

const SELLER =
  /(?<!best[-_]?|top[-_]?)(?:seller|vendor(?!s)|merchant|vendedor|vendeur|verkaeufer|verkaufer|venditore|sprzedawca)/i;

/** Of what holds a seller's name; a shop's bestsellers are none. */
export function isSellerName(value: string): boolean {
  return SELLER.test(value);
}

const DATE =
  /(?:^|[\s/_-])(?:date|dates|posted|post-?time|published|pub-?date|listed|created|timestamp|time-?ago|item-date|datum|fecha|data-publicacao)(?:$|[\s_-])/i;

/** "listingDate", as scripts write names. */
const DATE_IN_ONE = /[a-z](?:Date|PostTime|Posted|Published|Timestamp|TimeAgo)(?:$|[\s_-])/;

/** Of other days: when a thing comes out, is sent or may no longer be sold, or somebody bid for it. */
const OTHER_DATE =
  /release|expir|deliver|birth|event|(?:end|start|due)(?:s|ing)?[_-]?date|(?:^|[\s_-])bids?[_-]/i;

/** Of the element with the day of an offer. */
export function isDateName(value: string): boolean {
  return saysDate(value) && !OTHER_DATE.test(value);
}

/** Of the element with another day. */
export function isOtherDateName(value: string): boolean {
  return saysDate(value) && OTHER_DATE.test(value);
}

const saysDate = (value: string): boolean => DATE.test(value) || DATE_IN_ONE.test(value);

const STRUCK = /(?:^|[\s_-])(?:deleted|strike|striked|strikethrough|crossed|line-through)(?:$|[\s_-])/i;

/** Of what a style strikes out. */
export function isStruckName(value: string): boolean {
  return STRUCK.test(value);
}

const ON_CARD =
  /(?:^|[\s_-])(?:(?:locations?|locality|city|town|suburb|district|addr(?:ess)?|geo|adress[ea]?|direccion|endereco|indirizzo|alamat)|company[_-]?(?:location|locality|city|region|place|area))(?:$|[\s_-])|(?:^|[\s_-])region(?:__[\w-]{4,10})?$/i;
/** The same words in the names of something else. */
const NOT_ON_CARD =
  /mail|ship|deliver|select|choose|change|search|filter|map|web|url|nearest|store|pick|warehouse|wallet|distance|image|icon/i;

/** Of the shop that sells the thing of a card. */
const OF_SHOP = /(?:^|[_-])store[_-]{1,2}(?:location|city|region)$/i;

/** Of what on a card says where its thing or whoever sells it is: on the page of one thing that may be an office far from it. */
export function isPlaceOnCardName(value: string): boolean {
  return value
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .split(/\s+/)
    .some((word) => ON_CARD.test(word) && (OF_SHOP.test(word) || !NOT_ON_CARD.test(word)));
}
