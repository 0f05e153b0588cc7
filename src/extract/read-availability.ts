/** Words and codes of stock → one of schema.org's ItemAvailability names. */
import { AVAILABILITIES, type Availability } from '../model/listing.ts';

const BY_NAME: ReadonlyMap<string, Availability> = new Map(
  AVAILABILITIES.map((name) => [name.toLowerCase(), name]),
);

/** Tried in order: what denies stands before what it contains ("not available" holds "available"). */
const PHRASES: readonly (readonly [Availability, RegExp])[] = [
  [
    'Discontinued',
    /discontinued|no longer (?:available|sold|made)|снят с производства|eingestellt|停产|已下架/i,
  ],
  ['SoldOut', /sold[\s_-]?out|ausverkauft|agotado|esgotado|épuisé|распродан|售罄|已售完|売り切れ|wyprzedan/i],
  [
    'OutOfStock',
    /out[\s_-]?of[\s_-]?stock|\boos\b|not (?:currently )?(?:available|in stock)|(?:currently|temporarily) unavailable|\bunavailable\b|nicht (?:vorrätig|verfügbar|auf lager|lieferbar)|no disponible|sin (?:stock|existencias)|indisponible|rupture de stock|non disponibile|indisponível|нет в наличии|немає в наявності|brak w magazynie|niedostępn|není skladem|缺货|无货|在庫切れ|品切れ|품절|uitverkocht|niet op voorraad|slut i lager|stokta yok/i,
  ],
  ['PreOrder', /pre[\s_-]?order|vorbestell|précommande|предзаказ|预售|予約受付|reservar ahora/i],
  [
    'BackOrder',
    /back[\s_-]?order|more on the way|expected (?:availability|in stock|to ship)|available (?:on|from|again)? ?\d|ships? in \d+(?:\s?[-–]\s?\d+)? (?:weeks|months)|temporarily on order|nachbestell|под заказ|on backorder|sur commande/i,
  ],
  ['MadeToOrder', /made[\s_-]?to[\s_-]?order|auf bestellung gefertigt|定制|受注生産/i],
  ['Reserved', /^\W*(?:reserved|reserviert|réservé|reservado|зарезервирован)\W*$/i],
  ['InStoreOnly', /in[\s_-]?store[\s_-]?only|nur im (?:laden|geschäft)/i],
  ['OnlineOnly', /online[\s_-]?only|nur online/i],
  [
    'LimitedAvailability',
    /limited[\s_-]?availability|only \d+ left|low (?:in )?stock|nur noch \d+|plus que \d+|余り?わずか/i,
  ],
  [
    'InStock',
    /in[\s_-]?stock|\bavailable\b|auf lager|vorrätig|verfügbar|lieferbar|en stock|disponible|disponibile|disponível|em estoque|в наличии|в наявності|na stanie|dostępn|skladem|现货|有货|在庫あり|재고 있음|op voorraad|i lager|på lager|stokta var|ready to ship|pronta entrega/i,
  ],
];

/** A piece of text that is about stock and nothing else: prose says "available" of many things. */
const STOCK_TEXT =
  /^\W*(?:(?:availability|stock(?: status)?|status|verfügbarkeit|disponibilidad|disponibilité|disponibilità|disponibilidade|dostępność|dostupnost|наличие|наявність|库存|在庫(?:状況)?|재고|stok durumu)\W{1,3})?(?:(?:only |nur noch |plus que |solo (?:quedan )?|solo |nog |tylko )?\d* ?(?:(?:pcs|pieces|items|units|stück|st\.?|шт\.?|件|個) )?(?:(?:currently |item |product |this item is |temporarily |now |usually |nur |bald )*(?:in[\s-]?stock|available(?: now| online| immediately| for (?:order|delivery|shipping))?|out[\s-]?of[\s-]?stock|sold[\s-]?out|unavailable|not available|no longer available|discontinued|(?:on )?back[\s-]?order(?:ed)?|more on the way|on order|expected (?:availability|in stock|to ship)|pre[\s-]?order|ready to ship|left in stock|left|(?:low|limited) stock|auf lager|vorrätig|sofort (?:lieferbar|verfügbar)|lieferbar|verfügbar|nicht (?:vorrätig|verfügbar|auf lager|lieferbar)|ausverkauft|en stock|disponible|agotado|sin stock|no disponible|épuisé|rupture de stock|indisponible|disponibile|non disponibile|esaurito|em estoque|disponível|esgotado|indisponível|op voorraad|uitverkocht|niet op voorraad|i lager|på lager|slut i lager|ikke på lager|slutsåld|udsolgt|utsolgt|na stanie|dostępny|niedostępny|brak w magazynie|skladem|není skladem|vyprodáno|в наличии|нет в наличии|есть в наличии|под заказ|в наявності|немає в наявності|现货|有货|有現貨|缺货|无货|售罄|在庫あり|在庫切れ|品切れ|売り切れ|재고 있음|품절|stokta(?: var| yok)?|tükendi|متوفر|غير متوفر|còn hàng|hết hàng|มีสินค้า|สินค้าหมด|tersedia|stok habis)))(?:[\s.,;:!–-]+(?:.{0,60}))?\W*$/iu;
/** Goes on with a place, a size or a condition: not about the thing itself. */
const NOT_STOCK =
  /\b(?:in (?:\d|other|many|various|several|these|a )|on (?:amazon|ebay)|as |from |with |at |when|if |exclusively|sizes|colou?rs|formats?|email|notify|filter|only show|include)\b|\?$/iu;

/** What a short piece of text says of stock, when that is all it is about; null otherwise. */
export function saysStock(text: string): Availability | null {
  if (!STOCK_TEXT.test(text) || NOT_STOCK.test(text)) return null;
  return readAvailability(text);
}

/** Null where the words are not known. Accepts "https://schema.org/InStock", "instock", "In stock (12 pieces)". */
export function readAvailability(text: string): Availability | null {
  const value = text.trim().slice(0, 200);
  const name = value.replace(/^https?:\/\/(?:www\.)?schema\.org\//i, '').replace(/^schema:/i, '');
  const known = BY_NAME.get(name.toLowerCase().replace(/[\s_-]/g, ''));
  if (known !== undefined) return known;
  return PHRASES.find(([, pattern]) => pattern.test(value))?.[0] ?? null;
}
