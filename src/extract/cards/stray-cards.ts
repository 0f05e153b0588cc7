/** Leaves out what stands among the cards of a list and is no offer of it: of strangers, beside the list, of sales and brands, and what is sought. */
import { type Element, parentOf } from '../html/element.ts';
import { leadsToThread } from '../looks/offer-thread.ts';
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { saysOnlySought, seeksFirst } from '../page/selling-words.ts';
import type { Survey } from '../page/survey-page.ts';
import { hostOf } from '../page/web-url.ts';
import type { CardDraft } from './card-drafts.ts';
import { hasPicture, MIN_REPEATS } from './card-groups.ts';

/** Of one card, in pieces of text. */
const MAX_TEXTS = 60;

/** Of a list of a site's own pages this share leads to them. */
const OWN_PAGES = 0.6;
/** "shop.example" of "www.shop.example": enough to tell a stranger. */
const domainOf = (url: string): string => hostOf(url).split('.').slice(-2).join('.');

/** Advertisements stand among the goods of a site as cards of theirs, and lead to somebody else. */
function withoutStrangers(cards: readonly CardDraft[], page: PageDocument): readonly CardDraft[] {
  const own = cards.filter(({ url }) => url !== null && domainOf(url) === domainOf(page.url));
  return own.length >= cards.length * OWN_PAGES ? own : cards.filter(({ url }) => url !== null);
}

/** Goods that are announced as others have the same shape; what is marked as paid for among the cards of a list is one of them. */
function withoutRelated(cards: readonly CardDraft[], survey: Survey): readonly CardDraft[] {
  const isAnnounced = ({ card }: CardDraft) => {
    const around = parentOf(card);
    return around !== null && survey.elements.get(around)?.place.related === true;
  };
  const own = cards.filter((card) => !isAnnounced(card));
  return own.length >= MIN_REPEATS ? own : cards;
}

/** "All our umbrellas now from 9.90": a sum at the end of a sentence, as an advertisement names it. */
const IN_SENTENCE =
  /\p{L}{3,}\s+(?:\p{L}+\s+){1,5}(?:from|ab|à partir de|dès|desde|a partir de|a partire da|da|vanaf|od|från|fra|alkaen|от|від)\s+[^\p{L}\d]{0,3}(?:\p{L}{3}\s)?\d/iu;
const MAX_SENTENCE = 120;
/** Of the cards: where no more are without a picture, those are others. */
const FEW = 1 / 3;

/** "Sponsored brand": what is written over what somebody pays for. */
const PAID_FOR =
  /(?<!\p{L})(?:sponsor|advertis|promoted|gesponser|anzeige(?!n)|patrocinad|sponsoris|publicidad|publicité|publicidade|pubblicità|advertentie|reklam|annons(?!er)|mainos|hirdetés|χορηγ|διαφήμισ|реклам|спонсор|спонзор|إعلان ممول|iklan)|広告|광고|广告|廣告|贊助/iu;
const MAX_PAID_FOR = 30;

/** "Visit the website": what leads away from the goods of a site. */
const AWAY =
  /^(?:visit (?:the |our )?(?:web ?)?site|(?:zur|jetzt zur) (?:web ?)?(?:seite|site)|website besuchen|(?:bezoek|naar) (?:de )?website|visiter le site|voir le site|visitar (?:el |la )?(?:sitio(?: web)?|web)|visitar (?:o )?site|visita il sito|vai al sito|odwiedź stronę|navštívit web|перейти на сайт|на сайт|siteye git|gå till (?:webb)?sidan|besøg hjemmeside|访问网站|訪問網站|サイトへ|사이트 방문)[^\p{L}]*$/iu;

function isPaidFor(survey: Survey, card: Element): boolean {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  const runs = survey.runs.slice(first, Math.min(last, first + MAX_TEXTS));
  return runs.some(({ text }) => text.length <= MAX_PAID_FOR && (PAID_FOR.test(text) || AWAY.test(text)));
}

/** Of the cards: what is written on more of them says what the list is of, or stands on a button. */
const MOST = 0.5;

const BANNER = /(?:^|[\s_-])(?:banner|campaign)s?(?:$|[\s_-])/i;

/** Pictures of sales take the place of a card among goods that have their prices. */
function withoutBanners(cards: readonly CardDraft[]): readonly CardDraft[] {
  const isBanner = ({ card, priced }: CardDraft) =>
    priced === null && BANNER.test(card.attribs['class'] ?? '');
  if (!cards.some(isBanner)) return cards;
  const own = cards.filter((card) => !isBanner(card));
  return own.filter(({ priced }) => priced !== null).length > cards.length * MOST ? own : cards;
}

/** A tile of the shop's own among the cards leads to a sale, not to a thing: it has no picture, and its sum is said of many, or none is said of what is paid for. */
function withoutTiles(survey: Survey, cards: readonly CardDraft[]): readonly CardDraft[] {
  const advertises = ({ card, priced }: CardDraft) =>
    priced === null ? isPaidFor(survey, card) : IN_SENTENCE.test(priced.slice(0, MAX_SENTENCE));
  if (!cards.some(advertises)) return cards;
  const bare = new Set(cards.filter(({ card }) => !hasPicture(card)));
  if (bare.size > cards.length * FEW) return cards;
  return cards.filter((card) => !(bare.has(card) && advertises(card)));
}

/** Advertisements of who seeks a thing stand among those that offer, with a mark on the card or such a word before what is sought. Topics of a board are read one by one. */
function withoutSought(survey: Survey, cards: readonly CardDraft[]): readonly CardDraft[] {
  const isSought = ({ card, title, url, priced }: CardDraft) => {
    if (url !== null && leadsToThread(url)) return false;
    const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
    const runs = survey.runs.slice(first, Math.min(last, first + MAX_TEXTS));
    const marked = runs.some(({ text, place }) => place.control?.name !== 'button' && saysOnlySought(text));
    return marked || (priced === null && seeksFirst(title));
  };
  const own = cards.filter((card) => !isSought(card));
  return own.length > cards.length * MOST ? own : cards;
}

/** "Shop on …": a card that stands for the market itself. */
const CALLS_HOME =
  /^(?:shop|buy|sell|browse|discover|explore|kaufen|verkaufen|acheter|vendre|comprar?|vender?|acquista|vendi|koop|verkoop) (?:on|at|with|bei|auf|sur|chez|en|em|su|bij|op) (.{2,40})$/iu;

function withoutCalls(page: PageDocument, cards: readonly CardDraft[]): readonly CardDraft[] {
  const named = cards.map(({ title }) => CALLS_HOME.exec(title)?.[1] ?? null);
  if (named.every((name) => name === null)) return cards;
  const isOwn = ownNameTest(page);
  return cards.filter((_, at) => {
    const name = named[at] ?? null;
    return name === null || !isOwn(name);
  });
}

/** The cards of a list that are offers of its own. */
export function ownOffers(
  page: PageDocument,
  survey: Survey,
  cards: readonly CardDraft[],
): readonly CardDraft[] {
  const own = withoutTiles(survey, withoutStrangers(withoutRelated(withoutBanners(cards), survey), page));
  return withoutCalls(page, withoutSought(survey, own));
}
