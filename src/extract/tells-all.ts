/** Whether the structured data of a page tells what is asked of an offer, so that nothing must be guessed from its looks. */
import type { Draft } from './draft.ts';
import type { PageDocument } from './page-document.ts';

/** Words that announce who sells, and names of elements that hold one; a shop's bestsellers are neither. */
const SELLER_WORDS =
  /\b(?:sold (?:and shipped )?by|(?:seller|vendor|supplier|dealer|merchant|advertiser)\s?:|(?:posted|listed|offered) by|verkauf (?:und versand )?durch|(?:verkäufer|anbieter|vendedor|vendeur|venditore|verkoper)\s?:|vendido por|vendu par|venduto da|verkocht door)|sprzedawca|prodejce|продавец|продавець|卖家|賣家|供应商|出品者|販売元|판매자|satıcı/iu;
const SELLER_NAME =
  /(?<!best[-_]?|top[-_]?)(?:seller|vendor(?!s)|merchant|vendedor|vendeur|verkaeufer|verkaufer|venditore|sprzedawca)/i;

function showsSeller({ outline, mainText }: PageDocument): boolean {
  if (SELLER_WORDS.test(mainText)) return true;
  let named = false;
  for (const attribute of ['class', 'id']) {
    outline.eachBearing(attribute, (node, value) => {
      named ||= outline.nameOf(node) !== 'script' && SELLER_NAME.test(value);
    });
  }
  return named;
}

/** Title, amount, currency, availability and a picture, whichever of the readers gives each; and the seller where one is shown. */
export function tellsOffer(main: readonly Draft[], page: PageDocument): boolean {
  const has = (told: (fields: Draft['fields']) => boolean) => main.some(({ fields }) => told(fields));
  return (
    has(({ title }) => title !== null) &&
    has(({ price }) => price !== null && price.amount !== null && price.currency !== null) &&
    has(({ availability }) => availability !== null) &&
    (has(({ images }) => images.length > 0) || page.meta.has('og:image')) &&
    (has(({ seller }) => seller !== null) || !showsSeller(page))
  );
}

/** Every card with title, address and amount. */
export function tellsCards(cards: readonly Draft[]): boolean {
  return (
    cards.length > 1 &&
    cards.every(
      ({ fields: { title, url, price } }) => title !== null && url !== null && price?.amount != null,
    )
  );
}
