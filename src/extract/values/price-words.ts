/** Words that stand where a price would: nothing to pay, or a price that has to be asked for; and words that multiply a figure. */

const FREE =
  /^\W*(?:free|gratis|kostenlos|umsonst|zu verschenken|gratuit|gratuito|grátis|бесплатно|даром|безкоштовно|免费|免費|無料|무료|za darmo|zdarma|ücretsiz|مجاني|مجانا|رایگان|חינם|ฟรี|miễn phí|gratuity|ilmainen|ingyenes|δωρεάν)\W*$/iu;

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
    'k|тыс\\.?|тис\\.?|tys\\.?|tis\\.?|tsd\\.?|thousand|thsd\\.?|nghìn|ngàn|rb|ribu|千|천|هزار|ألف|אלף|bin',
  ],
  [4, '万|萬|만'],
  [5, 'lakhs?|lacs?|लाख'],
  [6, 'm|mn|mio\\.?|mln\\.?|млн\\.?|million(?:en)?|millones|triệu|tr|jt|juta|میلیون|مليون|百万|백만|milyon'],
  [7, 'crores?|cr|करोड़'],
  [8, '亿|億|억'],
];
const MULTIPLIER = new RegExp(
  `^ ?(?:${POWERS.map(([, words]) => `(${words})`).join('|')})(?![\\p{L}\\d/])|^ ?(?:(万|萬|만)|(亿|億|억)|(千|천))`,
  'iu',
);
const LATIN_LETTER = /^ [a-z]{1,2}$/i;

export type Multiplier = { readonly power: number; readonly length: number };

/** "5k", "1.5万", "2 млн": what the figure that ends at `at` is multiplied with. A lone letter must stand right behind it. */
export function multiplierAt(text: string, at: number): Multiplier | null {
  const match = MULTIPLIER.exec(text.slice(at, at + 16));
  if (match === null || LATIN_LETTER.test(match[0])) return null;
  const group = match.slice(1).findIndex((word) => word !== undefined);
  const powers = [...POWERS.map(([power]) => power), 4, 8, 3];
  return { power: powers[group] ?? 0, length: match[0].length };
}

/** Times a power of ten without rounding: ("1.5", 4) → "15000". */
export function shifted(amount: string, power: number): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const moved = `${whole}${fraction.slice(0, power).padEnd(power, '0')}`.replace(/^0+(?=\d)/, '');
  return fraction.length > power ? `${moved}.${fraction.slice(power)}` : moved;
}
