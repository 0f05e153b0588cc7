/** Pages on which nothing is sold, whatever sums and goods stand on them: of customers, companies, tenders, articles and questions. */
import { MANY_CARDS } from '../cards/card-groups.ts';
import { type Node, nodesTagged } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { companyHeading } from '../page/company-heading.ts';
import { GONE_HEADING, NOT_FOUND } from '../page/gone-words.ts';
import { foundNothing } from '../page/none-found.ts';
import type { PageDocument } from '../page/page-document.ts';
import { SERVICE_HEADING, SERVICE_PATH } from '../page/page-words.ts';
import type { Offers } from '../readers/read-offers.ts';

/** Who sells, and nothing of what. */
export function showsCompany(page: PageDocument, { looks }: Offers): boolean {
  return !looks.pricedWell && looks.carts === 0 && companyHeading(page) !== null;
}

/** What is told of schools, jobs, films, players, places to eat and of calls for tenders: sums on such pages are of nothing that is sold. */
const NO_GOODS =
  /^(?:tuition|enrol?lment|acceptance rate|students|salary|pay|gehalt|salario|salaire|оклад|зарплата|job type|employment type|director|cast|runtime|box office|team|cuisine|average entree|opening hours|tender (?:id|no|number|value|fee|type|reference)|bid (?:security|submission|opening)|earnest money|procuring entity|contracting authority|vergabestelle|vergabeart|angebotsfrist|pouvoir adjudicateur|órgano de contratación|presupuesto base de licitación|órgão licitante|zamawiający|wadium|заказчик|способ закупки|номер закупки|начальная (?:\(максимальная\) )?цена|обеспечение заявки|окончание подачи заявок|замовник|очікувана вартість|采购人|招标编号|预算金额)(?![\p{L}\p{N}])/iu;

/** Parts of a site in which somebody seeks: calls for tenders, requests of buyers. */
const SEEKING_PART =
  /(?:^|> )(?:tenders?|procurement|rfqs?|(?:buy(?:ing|er)?|purchase) (?:leads?|offers?|requests?)|wanted|ausschreibungen|gesuche|kaufgesuche|licitaciones|licitações|gare d.appalto|appels d.offres|demandes d.achat|przetargi|тендеры|закупки|тендери|закупівлі|求购|求购信息|采购信息|招标)(?: >|$)/iu;

export function tellsOfNoGoods({ looks }: Offers): boolean {
  const { attributes } = looks.draft.fields;
  if (SEEKING_PART.test(attributes.get('breadcrumbs') ?? '')) return true;
  return !looks.buyable && attributes.keys().some((name) => NO_GOODS.test(name));
}

const LESSER_HEADINGS = tagSet('h2 h3');

const textOf = (page: PageDocument, node: Node | undefined): string =>
  node === undefined ? '' : oneLine(textInside(page.outline, node), 100);

/** Its heading says that what was offered is gone: what is declared is of then, and what stands below is of others. */
export function saysItIsGone(page: PageDocument): boolean {
  return GONE_HEADING.test(textOf(page, page.parts.headings[0]));
}

/** Shipping, terms, an empty cart, a page that is not there: sums and cards on them are not what the page is for. */
export function servesCustomers(page: PageDocument, { looks }: Offers): boolean {
  const [first] = page.parts.headings;
  const named = [textOf(page, first), looks.draft.fields.title ?? ''];
  const [lesser] = first === undefined ? nodesTagged(page.outline, LESSER_HEADINGS) : [];
  if ([...named, textOf(page, lesser)].some((text) => GONE_HEADING.test(text))) return true;
  // A bag may be just that.
  if (looks.buyable && looks.pricedWell) return false;
  if (first === undefined) named.push(page.title.split(/ [-–—|·] /)[0] ?? '');
  // A search says so, too.
  if (NOT_FOUND.test(textOf(page, first)) && !foundNothing(page)) return true;
  return named.some((text) => text.length < 60 && SERVICE_HEADING.test(text));
}

/** One's own cart and orders; themes call them products for social networks. */
export function isServicePage({ url }: PageDocument, { main }: Offers): boolean {
  if (main.some(({ reader }) => reader !== 'open-graph')) return false;
  const { pathname, search } = new URL(url);
  return SERVICE_PATH.test(pathname + search);
}

const MIN_ARTICLE = 1500;
/** What is declared as news need not be so long. */
const MIN_NEWS = 500;

const isPublished = ({ meta }: PageDocument): boolean => meta.has('article:published_time');

/** What is published on a day and long is read; a few goods at its foot are shown beside it. */
export function isArticleWithTeasers(page: PageDocument, cards: Offers['cards']): boolean {
  return (cards[0]?.length ?? 0) < MANY_CARDS && isPublished(page) && page.mainText().length >= MIN_ARTICLE;
}

/** Whether a reader tells a stock or a number, as whoever sells a thing does. */
export function tellsStockOrNumber({ main }: Offers): boolean {
  return main.some(({ fields }) => fields.availability !== null || fields.externalId !== null);
}

const isPost = (page: PageDocument): boolean =>
  page.meta.get('og:type')?.[0] === 'article' && isPublished(page);

/** Whoever writes of a thing declares it, too, with what it costs elsewhere: without a number and stock, as nothing is sold there. */
export function isReview(page: PageDocument, offers: Offers): boolean {
  return isPost(page) && !offers.looks.buyable && !tellsStockOrNumber(offers);
}

/** UTF-16 units of one block of declared data. */
const MAX_DECLARED = 20_000;

/** Newspapers declare what they write as news; whoever sells in a post leaves it at what the blog declares of all posts. */
function declaresNews({ outline, parts }: PageDocument): boolean {
  return parts.scripts.some(
    (script) =>
      /ld\+json/i.test(outline.attribute(script, 'type') ?? '') &&
      /"(?:Reportage|Analysis|Background)?NewsArticle"/.test(textInside(outline, script, MAX_DECLARED)),
  );
}

/**
 * Long, and with sums of what is written about: whoever offers a thing in a post tells who or where it is, how much, or gives it a
 * number. News tell amounts of what they write about, too.
 */
export function isArticle(page: PageDocument, { looks }: Offers): boolean {
  if (!isPost(page) || looks.buyable) return false;
  const { length } = page.mainText();
  if (length < MIN_NEWS || (length < MIN_ARTICLE && !declaresNews(page))) return false;
  const { seller, location, quantity, externalId } = looks.draft.fields;
  return (
    [seller, location, externalId].every((told) => told === null) && (quantity === null || declaresNews(page))
  );
}

/** "How much is such a frame worth?" on a board. */
const QUESTION = /[?？؟]\s*$/u;

/** How the heading of an article begins that tells what things of a kind cost, and of no thing. */
const ASKS_PRICE =
  /^[^\p{L}]*(?:how much (?:does|do|is|are|should)|was kostet|wie ?viel kostet|combien (?:coûte|vaut)|cuánto (?:cuesta|vale)|quanto (?:costa|custa|vale)|wat kost|ile kosztuj[eą]|kolik stojí|koľko stojí|сколько (?:стоит|стоят)|скільки кошту|vad kostar|hva koster|hvad koster|(?:mitä|paljonko) maksaa|mennyibe kerül|cât costă|πόσο κοστίζ|колко струва|koliko košta)(?!\p{L})/iu;

export function asksPrice({ outline, parts, title }: PageDocument): boolean {
  const [first] = parts.headings;
  return ASKS_PRICE.test(first === undefined ? title : textInside(outline, first, 100));
}

export function asksSomething({ outline, parts, title }: PageDocument): boolean {
  const [first] = parts.headings;
  return QUESTION.test(first === undefined ? title : textInside(outline, first));
}
