/** Whether the structured data of a page tells what is asked of an offer, so that nothing must be guessed from its looks. */
import type { Availability } from '../../model/listing.ts';
import { MANY_CARDS } from '../cards/card-groups.ts';
import { textInside } from '../html/outline-text.ts';
import { showsAmount } from '../looks/shown-amount.ts';
import type { Draft, Reading } from '../page/draft.ts';
import { MARKS } from '../page/element-names.ts';
import type { PageDocument } from '../page/page-document.ts';
import { saysStock } from '../values/read-availability.ts';

/** Words that announce who sells, in the main languages. */
const SELLER_WORDS =
  /\b(?:sold (?:and shipped )?by|(?:seller|vendor|supplier|dealer|merchant|advertiser)\s?:|(?:posted|listed|offered) by|verkauf (?:und versand )?durch|(?:verkäufer|anbieter|vendedor|vendeur|venditore|verkoper)\s?:|vendido por|vendu par|venduto da|verkocht door)|sprzedawca|prodejce|продавец|продавець|卖家|賣家|供应商|出品者|販売元|판매자|satıcı/iu;
function showsSeller({ outline, mainText, memory }: PageDocument): boolean {
  if (SELLER_WORDS.test(mainText())) return true;
  return ['class', 'id', ...MARKS].some((attribute) =>
    outline
      .bearing(attribute)
      .entries()
      .some(
        ([value, nodes]) =>
          memory.isSellerName(value) && nodes.some((node) => outline.nameOf(node) !== 'script'),
      ),
  );
}

/** Stock in few words, where it is not in a form. */
const MAX_LINE = 120;
/** UTF-16 units of the main text: what is said further down is of other goods. */
const STOCK_WINDOW = 5000;
const GONE = new Set<Availability>(['OutOfStock', 'SoldOut', 'Discontinued']);
const MAX_BUTTONS = 300;

/** What the buttons of a page say: "Sold out" in the place of "Add to cart". */
function* buttonTexts({ outline, parts }: PageDocument): Generator<string> {
  for (const node of parts.buttons.slice(0, MAX_BUTTONS)) {
    const isInput = outline.nameOf(node) === 'input';
    yield isInput ? (outline.attribute(node, 'value') ?? '') : textInside(outline, node, 200);
  }
}

/** Whether one of the lines that are short enough passes. */
function someLine(text: string, passes: (line: string) => boolean): boolean {
  for (let from = 0; from < text.length; ) {
    const next = text.indexOf('\n', from);
    const end = next < 0 ? text.length : next;
    if (end - from <= MAX_LINE && passes(text.slice(from, end))) return true;
    from = end + 1;
  }
  return false;
}

/** Whether the page says in words that the stock is another than what is declared. */
function contradictsStock(declared: Availability, page: PageDocument): boolean {
  const isOther = (said: Availability) =>
    GONE.has(said) !== GONE.has(declared) || (said === 'PreOrder') !== (declared === 'PreOrder');
  const says = (text: string) => {
    const said = text.length <= MAX_LINE ? saysStock(text) : null;
    return said !== null && isOther(said);
  };
  return (
    someLine(page.mainText().slice(0, STOCK_WINDOW), says) ||
    buttonTexts(page).some((text) => says(text.trim()))
  );
}

/** Of two declared amounts one is old: which, the looks tell. */
function agreesOnPrice(main: readonly Draft[]): boolean {
  const amounts = main.flatMap(({ fields: { price } }) =>
    price?.amount == null ? [] : [Number(price.amount)],
  );
  return amounts.every((amount) => amount === amounts[0]);
}

/**
 * Title, amount, currency, availability and a picture, whichever of the readers gives each, and the seller where one is shown; and
 * nothing of it is another than what the page shows.
 */
export function tellsOffer(main: readonly Draft[], page: PageDocument): boolean {
  const stock = main.map(({ fields }) => fields.availability).find((one) => one !== null) ?? null;
  const price = main.map(({ fields }) => fields.price).find((one) => one?.amount != null);
  const has = (told: (fields: Draft['fields']) => boolean) => main.some(({ fields }) => told(fields));
  return (
    has(({ title }) => title !== null) &&
    // A zero stands for what a script fills in.
    has(({ price }) => price?.amount != null && /[1-9]/.test(price.amount) && price.currency !== null) &&
    stock !== null &&
    !contradictsStock(stock, page) &&
    agreesOnPrice(main) &&
    (price == null || showsAmount(price, page)) &&
    (has(({ images }) => images.length > 0) || page.meta.has('og:image')) &&
    (has(({ seller }) => seller !== null) || !showsSeller(page))
  );
}

/**
 * Many, and every one with title, address and amount: some shops declare the first of a list and leave it at that. Of used goods with
 * their places and days as well.
 */
export function tellsCards({ cards, secondHand = false }: Pick<Reading, 'cards' | 'secondHand'>): boolean {
  return (
    cards.length >= MANY_CARDS &&
    cards.every(
      ({ fields: { title, url, price, location, postedAt } }) =>
        title !== null &&
        url !== null &&
        price?.amount != null &&
        (!secondHand || (location !== null && postedAt !== null)),
    )
  );
}
