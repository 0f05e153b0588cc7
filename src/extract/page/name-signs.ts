/** What the class and id of an element say it is, by the words that shops and themes write into them. */

import { ownCopy } from '../html/own-texts.ts';
import { isDigit } from '../values/plain-digits.ts';

export const SIGN = {
  price: 1,
  /** A price that was, a saving, the cost of sending. */
  oldPrice: 2,
  stock: 4,
  /** Goods beside the offer: recommendations, accessories, filters. */
  related: 8,
  /** Menus, banners, carts, consent, footers. */
  furniture: 16,
  hidden: 32,
  seller: 64,
  title: 128,
  inStock: 256,
  outOfStock: 512,
  description: 1024,
  /** The text of one post of a board. */
  post: 2048,
  /** Where the thing is. */
  place: 4096,
  /** What it costs outside a sale: the price that was only where another stands beside it. */
  usualPrice: 8192,
  /** Beside a word that hides: it is shown on large screens all the same. Never told by itself. */
  shownWide: 16384,
} as const;

const word = (words: string) => new RegExp(`(?:^|[^a-z])(?:${words})(?:$|[^a-z])`);

/** Held against class and id in lower case, with a "-" where a capital letter begins a word. */
const PATTERNS: readonly (readonly [sign: number, pattern: RegExp])[] = [
  [
    SIGN.price,
    /pric|prix|preis|precio|prezz|preco|fiyat|prijs|(?:^|[^a-z])(?:cena|cost|pris|harga|hinta|kwota|(?<!toolbar-)amount|betrag)(?:$|[^a-z])/,
  ],
  [
    SIGN.oldPrice,
    word(
      'old|was|before|strike|striked|strikethrough|stroke|crossed|compare|compareat|rrp|msrp|uvp|savings?|saved?|shipping|delivery|original|orgnl|orig|previous|retail|list|listprice|oldprice|save-price|discount-amount|installments?|(?<!(?:with|inc|incl|including|inclusive)-)tax-(?!incl)[a-z]+|(?!(?:with|inc|incl|including|inclusive)-)[a-z]+-tax|deposit|originalprice|listino|statt|vorher|ancien|barre|tachado|antes|anterior|stara|eski|piyasa|indirimsiz(?:-[a-z]+)?',
    ),
  ],
  [SIGN.usualPrice, word('regular|reg|standard|normal|(?:normal|regular|standard|usual)price')],
  [
    SIGN.stock,
    /stock|availab|inventory|dispon|verfueg|verfug|lagerstand|nalich|zaiko|kucun|skladem|voorraad/,
  ],
  [
    SIGN.related,
    /related|recommend|similar|up-?sell|cross-?sell|also-|-also|recently|facet|filter(?!-?(?:target|able|ed|results?|content))|refine|suggest|sponsored|(?:product|deal|offer|item|hit)-?of-?the-?day|(?:^|[^a-z])ads?-?(?:slot|unit|banner)(?:$|[^a-z])|(?:^|[^a-z])(?:recs|sims|accessor(?:y|ies)|trending|best-?sellers?|frequently|reviews|comments|review-(?:list|item|card|content|text|body|section))(?:$|[^a-z])|carousel-(?:card|item)|product-carousel|you-may|more-from|other-sellers/,
  ],
  [
    SIGN.furniture,
    /cookie|consent|gdpr|breadcrumb|navbar|mini-?cart|cart-(?:drawer|total|summary|count|content|popup|modal)|cart-?win(?:dow)?(?:$|[^a-z])|(?:site|main|global|page|top)-?(?:header|footer|nav|menu)|(?:header|footer)-(?:cart|nav|menu|top|bottom|inner|wrap|widget)|mega-?menu|off-?canvas|newsletter|(?:^|\s)(?:nav|menu|footer|topbar|sidebar|login|popup)(?:\s|$)|-(?:nav|menu)(?:\s|$)|(?<!item|product|card|post|entry|article|listing|panel|offer|ad|box|buy|price|purchase|details?|info)-footer(?:\s|$)|(?:^|[^a-z])(?:nav|menu)-(?:item|link|menu|bar|list|wrap)/,
  ],
  [
    SIGN.hidden,
    // What is hidden on small screens alone is there for whoever reads on a large one; "overflow-hidden" cuts off what is too long.
    /^(?!(?:.*[^a-z])?(?:overflow(?:-[xy])?|backface|backface-visibility|scrollbar|scroll|marker|arrows?|spinner)-hidden$|(?:.*-)?(?:hidden|hide)-(?:(?:for|on|at)-)?(?:xs|sm|x?small|phones?|mobile|handset|tablet|med-and)(?:-only|-down)?$|(?:.*-)?(?:responsive|x?small|mobile|phone|xs|sm)-{1,2}(?:hide|hidden)$).*?(?:^|[^a-z])(?:hidden|hide|is-hidden|d-none|ng-hide|invisible|visually-hidden-?if-empty|display-?none)(?:$|[^a-z])/,
  ],
  [
    SIGN.shownWide,
    /^(?:d-(?:sm|md|lg|xl|xxl)-|(?:sm|md|lg|xl|2xl):!?)(?:block|flex|grid|contents|flow-root|list-item|inline(?:-block|-flex|-grid)?|table(?:-row|-cell)?)$/,
  ],
  [
    SIGN.seller,
    /seller|vendor|merchant|supplier|vendedor|vendeur|verkaeufer|verkaufer|venditore|sprzedawca|shop-?name|store-?name|company-?name|advertiser|poster-?name|(?:^|[^a-z])(?:cname|com-?name?|comp-?name|corp-?name|mer-?name)(?:$|[^a-z])|user-?profile|(?:^|[^a-z])com(?:pany)?-(?:link|info|card|box|title)|(?:^|[^a-z])company(?:$|\s)|(?:^|[^a-z])(?:(?:user|nick)-?name|(?:user|owner)-(?:info-)?nick)(?:$|[^a-z])|(?:^|\s)author-info(?:$|\s)|(?:^|[^a-z])(?:hirdeto|prodejce|prodavajici|inzerent|predajca|predavajuci|vanzator|prodavac|saljare|saelger|selger|myyja|verkoper|adverteerder|annonceur|anunciante|inserzionista|satici|penjual|prodavets|prodavec)(?:$|[^a-z])/,
  ],
  [
    SIGN.title,
    /(?:product|item|listing|ad|offer|article|page|entry|detail|goods|topic|thread)[-_]{0,2}(?:main[-_])?(?:title|name|heading|titel|titre)|(?:^|[^a-z])(?:title|producttitle|productname|h1)(?:$|[^a-z])/,
  ],
  [SIGN.inStock, word('in-?stock|instock|is-available|available|auf-lager|en-stock|disponible')],
  [
    SIGN.outOfStock,
    word(
      'out-?of-?stock|outofstock|sold-?out|soldout|unavailable|not-available|nicht-verfuegbar|agotado|rupture',
    ),
  ],
  [
    SIGN.description,
    // Of how one pays, gets it sent or sends it back.
    /^(?!.*(?:taksit|installe?ment|shipping|delivery|payment|kargo|(?:^|-)iade)).*?(?:descri|beschreib|omschrijving|(?:^|[^a-z])(?:product|item|ad|listing|offer)-?(?:details|text|body|info|content)(?:$|[^a-z])|(?:^|[^a-z])(?:opis|popis|kuvaus|aciklama|detail-?text)(?:$|[^a-z])|^(?:(?:product|item|goods|ad|offer|detail)s?-)?desc(?:$|-(?:text|content|box|body)))/,
  ],
  [
    SIGN.place,
    // What is named after the block that it is a part of, but not where one may choose a place or the shop has its branches.
    /^(?!.*(?:stores?|nav|menu|select|change|choose|deliver|shipping|pick|my|user|current|filter|search|header|footer|warehouse|office|branch|map|job|event|company|contact)-)(?:[a-z0-9]{1,14}-{1,2}){0,3}(?:location|locality|city|region-?name|ubicacion|localidad|ciudad|localisation|ville|localita|citta|cidade|localizacao|standort|lokalizacja|miejscowosc|miasto|lokalita|lokasi|konum|sehir|gorod|hely|helyseg|telepules|misto|mesto|obec|paikkakunta|oras|localitate|judet|woonplaats|kommune|kommun|(?<=[a-z0-9]-)loc)(?:-(?:and-)?(?:date|time)|-(?:section|block|box|info|row|name|text|label|value|wrap|wrapper|container|line))?(?:--[a-z0-9]{1,8})?$|^(?:area|lok|ort|plats|stad|city-(?:label|highlight)|(?:inzerat[yu]?|inserate?|anzeigen?|annonce|ads?|items?|offers?|listings?)(?:lok|lokalita|ort|loc|location|city|place))$/,
  ],
  [
    SIGN.post,
    /message-body|bb-?wrapper|post-?body|post-?message|post-?content|(?:^|[^a-z])(?:postcontent|t-f|cooked|post)(?:$|\s)/,
  ],
];

const BLANK = /\s/;
const BLANKS = /\s+/;
/** Longer names are written by a script. */
const MAX_NAMES = 300;

/** "review-12" → "review-": no sign depends on how things are counted. */
function withoutCount(word: string): string {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end--;
  const before = word.charCodeAt(end - 1);
  return end < word.length && (before === 45 || before === 95) ? word.slice(0, end) : word;
}

/** Which signs a word was looked at for, and which it bears. */
type Known = { asked: number; signs: number };

function look(word: string, known: Known, wanted: number): void {
  const name = word
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll('_', '-');
  for (const [sign, pattern] of PATTERNS) {
    if ((sign & wanted & ~known.asked) !== 0 && pattern.test(name)) known.signs |= sign;
  }
  known.asked |= wanted;
}

const EVERY_SIGN = PATTERNS.reduce((all, [sign]) => all | sign, 0);

/** Sites write some hundreds of them; a page that makes up names must not fill the memory. */
const MAX_WORDS = 5000;

/**
 * Reads a class, an id or several of them with a blank between, word by word, and tells which of the wanted signs they
 * bear. It remembers what it has read: a site has few words.
 */
export function nameReader(): (names: string, wanted?: number) => number {
  const words = new Map<string, Known>();
  const signsOf = (word: string, wanted: number): number => {
    const key = withoutCount(word);
    const known = words.get(key) ?? { asked: 0, signs: 0 };
    if (known.asked === 0) {
      if (words.size >= MAX_WORDS) words.clear();
      words.set(ownCopy(key), known);
    }
    if ((wanted & ~known.asked) !== 0) look(key, known, wanted);
    return known.signs & wanted;
  };
  return (names, wanted = EVERY_SIGN) => {
    if (!BLANK.test(names)) return names === '' ? 0 : signsOf(names.slice(0, MAX_NAMES), wanted);
    const separate = names.slice(0, MAX_NAMES).split(BLANKS);
    const asked = (wanted & SIGN.hidden) === 0 ? wanted : wanted | SIGN.shownWide;
    const signs = separate.reduce((all, word) => (word === '' ? all : all | signsOf(word, asked)), 0);
    return signs & ~((signs & SIGN.shownWide) === 0 ? 0 : SIGN.hidden | SIGN.shownWide);
  };
}
