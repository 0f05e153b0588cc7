/** Words that stand where a price would: nothing to pay, or a price that has to be asked for; words that multiply a figure, and words beside a price. */
import { SUM_LABELS } from './asked-sum.ts';
import { UNIT_WORDS } from './parse-unit.ts';

const FREE_WORDS = [
  'free(?: of charge| to (?:a )?(?:good )?(?:home|collector)| to collect| with in-app purchases)?|gratis(?: abzugeben| af te halen| ophalen)?|kostenlos(?: abzugeben)?|umsonst|(?:an |für )?(?:selbst)?(?:abholer )?zu verschenken',
  'gratuit|à donner|gratuito|grátis|se regala|in regalo|para doar|para doação|doação|gratuity',
  'бесплатно|даром|отдам даром|отдам бесплатно|безкоштовно|віддам безкоштовно|безплатно|подарявам|бесплатен',
  'za darmo|oddam(?: za darmo)?|zdarma|za odvoz|zadarmo|besplatno|poklanjam|brezplačno|zastonj|podarim|falas',
  'gis bort|gives væk|bortgives|bortskänkes|skänkes|ilmainen|ilmaiseksi|annetaan|tasuta|bez maksas|nemokamai',
  'ingyenes|ingyen|elvihető|donez|ücretsiz|bedava|pulsuz|bepul|тегін|δωρεάν|χαρίζεται|უფასო|անվճար',
  'مجاني|مجانا|مجاناً|مجانًا|رایگان|חינם|למסירה(?: בחינם)?|मुफ़्त|मुफ्त|निःशुल्क|বিনামূল্যে|ফ্রি',
  '免费|免費|免费赠送|赠送|無料|無料であげます|差し上げます|무료(?: ?나눔)?|나눔|ฟรี|แจกฟรี|miễn phí|cho tặng|percuma|cuma-cuma|bure',
].join('|');
const FREE = new RegExp(`^(?:[^\\p{L}]{0,3}\\p{L}[\\p{L} ]{1,20}[:：])?\\W*(?:${FREE_WORDS})\\W*$`, 'iu');

const ON_REQUEST = [
  'price (?:up)?on (?:request|application|enquiry|inquiry|asking)|p\\.?o\\.?a\\b|p\\.?o\\.?r\\b|on request|upon request|(?:call|contact|e?-?mail|ask|inquire|enquire|dm|pm|message|text|whatsapp)(?: us| me| seller| supplier)? (?:for|to get)(?: the| a| best| latest)? (?:price|pricing|quot)|(?:get|request)(?: the| a| an| best| latest)* (?:price|quot)|negotiable|inquire|enquire|request a quote|make (?:an )?offer|price on call|login (?:to see|for) price|to be agreed|tbd|tba|ask price|contact us|contact supplier|contact seller|not specified',
  'preis auf anfrage|auf anfrage|preis a\\.? ?a\\.?|preisanfrage|verhandlungsbasis|preis erfragen|vb$',
  'prix sur demande|sur demande|nous consulter|sur devis|à débattre|prix à discuter',
  'precio a consultar|a consultar|consultar precio|consulte(?: el)? precio|bajo pedido|a convenir|preguntar precio',
  'sob consulta|preço sob consulta|a combinar',
  'prezzo su richiesta|su richiesta|trattativa riservata|da concordare',
  'prijs op aanvraag|op aanvraag|n\\.?o\\.?t\\.?k|bieden',
  'cena do uzgodnienia|do uzgodnienia|zapytaj o cenę|na zapytanie|cena na zapytanie',
  'cena na vyžádání|na dotaz|dohodou|cena dohodou|cena na dopyt',
  'pris på förfrågan|på förfrågan|pris ved forespørsel|pris på forespørgsel|ring for pris|hinta pyynnöstä|kysy hintaa',
  'цена по запросу|по запросу|(?:цена )?договорная|по договор[её]нности|уточняйте(?: цену)?|узнать цену|запросить цену|ціна за запитом|за запитом|договірна|цена не указана|звоните',
  'fiyat sorunuz|fiyat için|fiyat alınız|teklif al|görüşülür|pazarlık',
  'السعر عند الطلب|عند الطلب|اتصل للسعر|قابل للتفاوض|تماس بگیرید|توافقی|استعلام قیمت|מחיר לפי פנייה|התקשרו למחיר',
  '询价|詢價|面议|面議|电议|電議|价格面议|待议|联系(?:卖家|客服|我们)(?:询价)?|请咨询|咨询价格|暂无(?:报价|价格)|价格电询',
  '応相談|要相談|お?問い?合わ?せ|お見積|価格未定|要問合|時価',
  '가격 ?문의|문의|협의|별도 ?문의',
  'สอบถามราคา|ติดต่อสอบถาม|liên hệ|thỏa thuận|giá liên hệ|harga nego|hubungi|nego|harga hubungi|τιμή κατόπιν|κατόπιν συνεννόησης|la cerere|preț la cerere|ár egyeztetés|kérjen árajánlatot|цена при запитване|cijena na upit|na upit',
].join('|');
const ASKED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${ON_REQUEST})`, 'iu');
const ASKED_CJK = /询价|詢價|面议|面議|电议|電議|待议|咨询价格|応相談|問い?合わ?せ|문의|협의|สอบถาม/u;

export function isFree(text: string): boolean {
  return FREE.test(text);
}

/** "N/A", "–": a place without a price. */
export function isBlank(text: string): boolean {
  return /^[^\p{L}\p{N}]*(?:n\/?a|none|null|-)?[^\p{L}\p{N}]*$/iu.test(text);
}

/** Where the page says that a price exists and has to be asked for; -1 where it does not. */
export function onRequestAt(text: string): number {
  const places = [text.search(ASKED), text.search(ASKED_CJK)].filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** Words right after a figure that multiply it, by the power of ten. */
const POWERS: readonly (readonly [power: number, words: string])[] = [
  [
    3,
    'k|mil|tūkst\\.?|хил\\.?|тыс\\.?|тис\\.?|tys\\.?|tis\\.?|tsd\\.?|thousand|thsd\\.?|nghìn|ngàn|rb|ribu|千|천|هزار|ألف|אלף|bin',
  ],
  [4, '万|萬|만'],
  [5, 'lakhs?|lacs?|लाख'],
  [6, 'm|mn|mio\\.?|mln\\.?|млн\\.?|million(?:en)?|millones|triệu|tr|jt|juta|میلیون|مليون|百万|백만|milyon'],
  [7, 'crores?|cr|करोड़'],
  [8, '亿|億|억'],
  [9, 'bn|billion|mld\\.?|mrd\\.?|млрд\\.?|miliar|milyar|tỷ|tỉ|میلیارد|مليار'],
];
/** Between these and what follows no boundary of words is written. */
const UNSPACED_POWERS: readonly (readonly [power: number, words: string])[] = [
  [4, '万|萬|만|หมื่น'],
  [8, '亿|億|억'],
  [3, '千|천|พัน'],
  [2, '百|백'],
  [5, 'แสน'],
  [6, 'ล้าน'],
];
const grouped = (powers: typeof POWERS): string => powers.map(([, words]) => `(${words})`).join('|');
const MULTIPLIER = new RegExp(
  `^ ?(?:${grouped(POWERS)})(?![\\p{L}\\d/])|^ ?(?:${grouped(UNSPACED_POWERS)})`,
  'iu',
);
const OF_GROUP = [...POWERS, ...UNSPACED_POWERS].map(([power]) => power);

/** Letters that are a measure or a size behind many a figure: "5 m", "size 10 M". */
const LATIN_LETTERS = /^ [a-z]{1,2}$/i;
const SHORT_WORD = /^ (?:cr|rb|jt|tr|mn|bn)$/i;
/** Words for a thousand that are others elsewhere. */
const ALSO_OTHERS = /^ ?(?:mil|bin)$/i;
const CAPITAL = /^ [MK]$/;
const SIGN_FOLLOWS = /^ ?(?:\p{Sc}|[A-Z]{3}(?!\p{L})|Ft|zł|kr|Kč|lei|лв|руб|р\.|грн|TL|din)/u;

export type Multiplier = {
  readonly power: number;
  readonly length: number;
  /** It is a word for a number, and no measure or size. */
  readonly certain: boolean;
};

/**
 * "5k", "1.5万", "2 млн": what the figure that ends at `at` is multiplied with. A lone letter must stand right behind it, or before a
 * currency; of two letters they need a currency beside the figure (`signed`).
 */
export function multiplierAt(text: string, at: number, signed: boolean): Multiplier | null {
  const match = MULTIPLIER.exec(text.slice(at, at + 16));
  const written = match?.[0] ?? '';
  if (match === null || (ALSO_OTHERS.test(written) && !signed)) return null;
  if (LATIN_LETTERS.test(written)) {
    const before =
      CAPITAL.test(written) && SIGN_FOLLOWS.test(text.slice(at + written.length, at + written.length + 8));
    if (!before && !(signed && SHORT_WORD.test(written))) return null;
  }
  const power = OF_GROUP[match.slice(1).findIndex((word) => word !== undefined)] ?? 0;
  return { power, length: written.length, certain: !/^ ?(?:[a-z]{1,2}|mil|bin)$/i.test(written) };
}

/** Times a power of ten without rounding: ("1.5", 4) → "15000". */
export function shifted(amount: string, power: number): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const moved = `${whole}${fraction.slice(0, power).padEnd(power, '0')}`.replace(/^0+(?=\d)/, '');
  return fraction.length > power ? `${moved}.${fraction.slice(power)}` : moved;
}

/** What is counted behind a figure that is no sum: payments, opinions, what is left. */
const COUNTED =
  /^ ?(?:raten|rat[ey]|rát|cuotas?|parcelas?|mensualit\p{L}+|mensualidad\p{L}*|install?ments?|payments?|taksit|платеж\p{L}*|splátek|betalingen|avbetalinger|reviews?|ratings?|bids?|gebote?|sold|left|in stock|days?|tage?n?|jours?|días?)(?!\p{L})/iu;

/** Whether the figure that ends at `at` counts things that nobody pays with. */
export const isCounted = (text: string, at: number): boolean => COUNTED.test(text.slice(at, at + 20));

/** What stands beside a sum and says of which kind it is: a label, "from", with or without tax, for how much. */
const BESIDE_SUM = [
  'price|preis|precio|preço|prix|prezzo|prijs|pris|cena|cijena|цена|ціна|fiyat|qiymət|çmimi|السعر|سعر|قیمت|מחיר|giá|harga|ราคา|价格|價格|価格|가격|hinta|ár|preț|τιμή|kaina|hind',
  'from|only|each|ea|ab|nur|je|à partir de|dès|seulement|desde|solo|por|a partir de|a partire da|da|cad|vanaf|per|od|tylko|från|fra|alkaen|от|від|από|de la|mulai|dari|par|pro|za|за|на',
  'k|mil|millones|millions|mn|mio|mln|lakh|cr',
  'inc|incl|inkl|including|inclusive|excl|exkl|excluding|exclusive|ex|eks|plus|with|vat|gst|hst|tax|taxes|tax incl|ttc|ht|tva|iva|mwst|ust|moms|mva|alv|dph|pdv|áfa|btw|kdv|dahil|ндс|пдв|net|netto|brutto',
].join('|');
const ONLY_PRICE = new RegExp(
  `^(?:[^\\p{L}]{0,3}\\p{L}[\\p{L} ]{1,20}[:：])?(?:[^\\p{L}]|(?<!\\p{L})(?:${BESIDE_SUM}|${SUM_LABELS}|${UNIT_WORDS})(?![\\p{L}\\p{M}]))*$`,
  'iu',
);

/** Whether a text without its currency holds no words but those that stand beside prices. */
export const saysOnlyPrice = (text: string): boolean => ONLY_PRICE.test(text);
