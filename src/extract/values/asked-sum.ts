/** Which of several sums in one text is asked: shops write what a thing cost, what it costs now and what is saved in one line. */

/** In front of a sum that is asked no longer, or is asked elsewhere. */
const BEFORE = [
  'was|were|old price|(?:previous|former|usual|normal)(?:ly| price)?|(?<!price )list(?: price)?|reg(?:ular)?(?: price)?|standard price|full price|original(?:ly| price)?(?: was)?|rrp|srp|m\\.?r\\.?p\\.?|m\\.?s\\.?r\\.?p\\.?|retail(?: price)?|recommended(?: retail)?(?: price)?|compare(?:d)?(?: at)?(?: price)?|before|valued at|worth',
  'uvp(?: des herstellers)?|unverb\\.? preisempf\\.?|statt(?: bisher)?|bisher|vorher|früher|alter preis|ursprünglich(?:er preis)?(?: war)?|(?:regulärer|normaler) preis|normalpreis|listenpreis|ehemals|neupreis',
  "au lieu de|avant|ancien prix|prix (?:de base|conseillé|habituel|d[’']origine|public|normal|barré|initial)(?: était)?|était",
  'antes|precio (?:anterior|normal|habitual|original|de lista|regular|recomendado)(?: era)?|p\\.?v\\.?p\\.?(?: recomendado|r)?|era|costaba',
  'prima|prezzo (?:di listino|originale|precedente|consigliato|pieno|normale|iniziale)(?: era)?|anziché|invece di|listino',
  'preço (?:antigo|original|normal|anterior|de tabela|regular)(?: era)?',
  'oude prijs|normale? prijs|adviesprijs|normaal|oorspronkelijke prijs(?: was)?|voorheen',
  'cena regularna|regularna cena|(?:stara|poprzednia|pierwotna|katalogowa) cena(?: wynosiła)?|cena katalogowa|było|przed obniżką|zamiast|najniższa cena z(?: ostatnich)? 30 dni(?: przed obniżką)?',
  'běžná cena|původní cena(?: byla)?|původně|bežná cena|pôvodná cena(?: bola)?|pôvodne|doporučená cena|d?moc|místo',
  'før(?:pris)?|normalpris|veil\\.? pris|vejl\\.? pris|ord\\.? pris|ordinarie(?: pris)?|tidigare(?: pris)?|rek\\.? pris|förut|innan|oprindelig pris|opprinnelig pris|ursprungligt pris',
  'norm\\.|normaalihinta|ovh|aiemmin|alkuperäinen hinta|tavahind|parastā cena|įprasta kaina',
  'eredeti ár|régi ár|listaár|korábbi ár|preț(?:ul)? (?:vechi|inițial|recomandat|întreg)|în loc de|prp',
  'stara cijena|redovna cijena|redna cena|stara cena|mpc|umjesto|nekad|стара цена|редовна цена|беше|вместо',
  'было|была|старая цена|(?:цена )?без скидки|раньше|обычная цена|розничная цена|ррц|було|стара ціна|замість|раніше|звичайна ціна',
  'αρχική τιμή|ήταν|πλτ|προηγούμενη τιμή|αντί|(?:eski|önceki|liste|piyasa|normal) fiyat[ıi]?',
  'السعر (?:القديم|السابق|الأصلي|قبل)|بدلا?ً? من|كان|قبل|قیمت (?:قبل|قبلی|اصلی)|במקום|מחיר (?:קודם|רגיל|מקורי)|היה',
  '原价|原價|市场价|市場價|定价|定價|吊牌价|专柜价|参考价|建議售價|门市价|划线价|定価|通常価格|参考価格|(?:メーカー)?希望小売価格|元の価格|旧価格|当店通常価格|セール前価格|정가|정상가|소비자가|기존가|원가|시중가|할인 ?전',
  'giá (?:gốc|cũ|niêm yết|thị trường)|ราคา(?:ปกติ|เดิม)|จากราคา|harga (?:normal|asli|awal|lama|coret|asal|biasa)|एमआरपी',
].join('|');

/** In front of the sum that is asked. */
const NOW = [
  'now(?: only| just| from)?|sale(?: price)?|our(?: low| best)? price|(?:current|special|offer|deal|discount(?:ed)?|new|final|your|promo(?:tional)?) price(?: is)?|you pay|reduced to|down to',
  'jetzt(?: nur| ab)?|nur noch|aktueller preis(?: ist)?|(?:angebots|aktions|sonder)preis|(?:neuer|unser|ihr) preis',
  'maintenant|prix (?:actuel|promo(?:tionnel)?|soldé|réduit|spécial|de vente)(?: est)?|(?:nouveau|notre) prix|désormais',
  'ahora|precio (?:actual|de oferta|oferta|especial|rebajado|final|de venta|con descuento)(?: es)?|en oferta',
  'ora|adesso|prezzo (?:attuale|scontato|speciale|in offerta|di vendita|promo|finale)(?: è)?',
  'agora|preço (?:atual|promocional|especial|de venda|com desconto)(?: é)?',
  'nu|actieprijs|aanbiedingsprijs|onze prijs|huidige prijs(?: is)?',
  'teraz|cena (?:promocyjna|aktualna|specjalna|sprzedaży|obecna)|(?:aktualna|nowa) cena(?: wynosi)?|obecnie',
  'nyní|teď|akční cena|naše cena|nová cena|zľavnená cena|(?:cena )?po (?:slevě|zľave)|aktuální cena(?: je)?',
  'kampanjpris|reapris|nypris|nytt pris|ny pris|tilbud(?:spris)?|nå|nåværende pris(?: er)?|nuværende pris(?: er)?|nuvarande pris',
  'nyt|tarjoushinta|tarjous|alennettu hinta|nykyinen hinta|nüüd|tagad|dabar',
  'akciós(?: ár)?|új ár|kedvezményes ár|jelenlegi ár|helyett|acum|preț(?:ul)? (?:redus|promoțional|nou|special|curent|actual)',
  'sada|sad|akcijska (?:cijena|cena)|snižena (?:cijena|cena)|zdaj|znižana cena|сега|промо(?: цена)?|нова цена|намалена цена|сада',
  'стало|сейчас|теперь|(?:цена )?со скидкой|(?:новая|наша) цена|(?:цена )?по акции|зараз|тепер|нова ціна|зі знижкою|акційна ціна',
  'τώρα|(?:νέα|τρέχουσα|ειδική) τιμή|τιμή προσφοράς|şimdi|indirimli(?: fiyat[ıi]?)?|yeni fiyat|kampanyalı fiyat|sepette|yerine',
  'الآن|السعر (?:الحالي|الجديد|بعد(?: الخصم)?)|بعد الخصم|أصبح|اکنون|قیمت (?:فعلی|جدید|با تخفیف|ویژه)|עכשיו|כעת|מחיר (?:מבצע|חדש|נוכחי)|במבצע',
  '现价|現價|券后价?|到手价|促销价|活动价|秒杀价|特价|特價|优惠价|優惠價|折后价?|售价|售價|(?:当店)?販売価格|セール(?:価格)?|特価|特別価格|割引(?:後)?価格|現在(?:の)?価格|今なら|新価格|할인가|판매가|특가|세일가|현재가|할인 ?후|최종가',
  'giá (?:khuyến mãi|khuyến mại|hiện tại|mới|ưu đãi|sale|bán)|chỉ còn|เหลือ(?:เพียง)?|ลดเหลือ|ราคา(?:พิเศษ|โปรโมชั่น)|sekarang|harga (?:promo|diskon|jual|baru|spesial|sekarang)|अब',
].join('|');

/** In front of a sum that is taken off, comes on top or is another's. */
const BESIDES =
  'saves?|savings?|you save|discount|off|sie sparen|sparen|ersparnis|rabatt|économi\\p{L}*|remise|ahorr\\p{L}*|descuento|risparmi\\p{L}*|sconto|desconto|economi\\p{L}*|bespaar\\p{L}*|korting|oszczędzasz|rabat|zniżka|ušetríte|ušetříte|sleva|zľava|spar|spara|säästä\\p{L}*|kedvezmény|reducere|ušteda|popust|скидка|экономия|выгода|знижка|економія|έκπτωση|indirim|خصم|وفر|הנחה|立减|立減|割引|お得|할인|적립|giảm|tiết kiệm|ประหยัด|hemat|diskon|jimat|shipping|delivery|postage|versand|livraison|envío|frete|доставка|deposit|pfand|tax|vat|or|oder|ou|или';

/** What is written in front of sums in a text with several. */
export const SUM_LABELS = `${BEFORE}|${NOW}`;

/** In these scripts no boundary of words is written. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}]';
const ending = (words: string) =>
  new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?=${UNSPACED}))(?:${words})[^\\p{L}\\p{N}]*$`, 'iu');
const [OLD, NEW] = [ending(BEFORE), ending(NOW)];
const OTHER = new RegExp(`${ending(BESIDES).source}|[(+＋−]\\s*[^\\p{L}\\p{N}]{0,2}$|[-–—]\\p{Sc}?$`, 'iu');
const ARROW = /^\s*(?:→|➜|➔|⇒|->|=>|»)\s*\p{Sc}?\s*$/u;
/** Words that say it together only: "De R$ 99 por R$ 79", "van € 59 voor € 44"; alone they are prepositions. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [ending('de'), ending('por(?: apenas| só)?')],
  [ending('van'), ending('voor(?: slechts| maar)?')],
];

export type Sum = {
  readonly value: number;
  /** What stands before it, behind the sum before. */
  readonly label: string;
  /** It is what so much of the thing costs. */
  readonly perUnit: boolean;
};

const isOld = ({ label }: Sum): boolean => OLD.test(label);
const isNow = ({ label }: Sum): boolean => NEW.test(label);
const isLess = (sum: Sum, old: Sum): boolean => sum.value < old.value && sum.value > old.value / 20;

/** What is asked in place of the first, or -1. */
function askedInstead(sums: readonly Sum[], first: Sum): number {
  const now = sums.findIndex((sum, at) => at > 0 && isNow(sum));
  if (now > 0 && !isNow(first)) return now;
  const paired = sums.findIndex(
    ({ label }, at) => at > 0 && PAIRS.some(([from, to]) => from.test(first.label) && to.test(label)),
  );
  if (paired > 0) return paired;
  return sums.findIndex((sum, at) => {
    if (at === 0 || isOld(sum) || OTHER.test(sum.label) || !isLess(sum, first)) return false;
    return (ARROW.test(sum.label) && at === 1) || (isOld(first) && (first.perUnit || !sum.perUnit));
  });
}

/** The index of the sum that is asked: the first, unless words say that it was before and another one is now. */
export function askedSum(sums: readonly Sum[]): number {
  const [first] = sums;
  if (first === undefined || sums.length < 2) return 0;
  return Math.max(0, askedInstead(sums, first));
}
