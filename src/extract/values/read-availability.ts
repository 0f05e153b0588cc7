/** Words and codes of stock → one of schema.org's ItemAvailability names. */
import { AVAILABILITIES, type Availability } from '../../model/listing.ts';

const BY_NAME: ReadonlyMap<string, Availability> = new Map(
  AVAILABILITIES.map((name) => [name.toLowerCase(), name]),
);

/** Tried in order: what denies stands before what it contains ("not available" holds "available"). */
const PHRASES: readonly (readonly [Availability, RegExp])[] = [
  [
    'Discontinued',
    /discontinued|no longer (?:available|sold|made)|nicht (?:mehr|länger) (?:verfügbar|lieferbar|erhältlich|vorrätig|auf lager)|n(?:e sont|['’]est) plus (?:disponible|en stock)|^plus (?:disponible|en stock)|ya no (?:está |se encuentra )?disponible|não (?:está )?mais disponíve|já não está disponíve|non (?:è )?più disponibil|niet (?:meer|langer) (?:beschikbaar|leverbaar|op voorraad)|już niedostępn|nie jest już dostępn|больше не (?:доступ|прода|производ)|більше не (?:доступ|прода)|artık (?:mevcut|satışta) değil|nu mai este (?:disponibil|în stoc)|már nem (?:elérhető|kapható|rendelhető)|ei ole enää saatavilla|ikke (?:længere|lenger|mer) (?:på lager|tilgængelig|tilgjengelig)|inte längre (?:i lager|tillgänglig)|δεν (?:είναι|διατίθεται) πλέον|không còn (?:bán|kinh doanh)|tidak lagi tersedia|снят с производства|eingestellt|停产|已下架|(?:auction|bidding|listing)(?: has| is)? (?:ended|closed|over)|(?:auktion|angebot) (?:ist )?(?:beendet|abgelaufen)|enchère (?:est )?terminée|subasta (?:finalizada|terminada|cerrada)|leilão encerrado|asta (?:terminata|conclusa|chiusa)|veiling (?:is )?(?:gesloten|afgelopen|beëindigd)|aukcja zakończona|aukce (?:skončila|ukončena)|(?:аукцион|торги) (?:заверш[её]н|завершены|окончен)|拍[卖賣]已?[结結]束|オークション(?:は)?終了|경매 ?(?:종료|마감)|ihale bitti|açık artırma (?:bitti|sona erdi)|انتهى المزاد/i,
  ],
  [
    'SoldOut',
    /sold[\s_-]?out|ausverkauft|agotado|esgotado|épuisé|esaurito|uitverkocht|slutsåld|udsolgt|utsolgt|loppuunmyyty|vyprodáno|vypredané|elfogyott|epuizat|распродан|розпродано|εξαντλη|tükendi|نفد|نفذت|אזל|售罄|已售完|已售出|売り切れ|売切|매진|품절|hết hàng|สินค้าหมด|habis|wyprzedan|rasprodano|razprodano|распродато|изчерпан|išparduota|izpārdots|läbi müüdud|판매 ?완료|거래 ?완료/i,
  ],
  [
    'OutOfStock',
    /(?<![\d.,])0 ?(?:units?|items?|pieces?|pcs|in stock|available|left|stück|auf lager|шт|件|個|개|ks|szt)(?![\p{L}])/iu,
  ],
  [
    'OutOfStock',
    /(?:in stock|available|availability|auf lager|verfügbar|en stock|disponibles?|в наличии|на складе) ?[:(（] ?(?:0 ?(?:pcs|units?|items?|pieces?|stück|шт\.?|件)?|no|none|false|nein|non|нет) ?[)）]?$|(?:available|disponible|disponibile|disponível|verfügbar|lieferbar) (?:again )?soon|bald (?:wieder )?(?:verfügbar|lieferbar)|bientôt (?:de nouveau )?disponible|out[\s_-]?of[\s_-]?stock|\boos\b|not (?:currently )?(?:available|in stock)|(?:currently|temporarily) unavailable|\bunavailable\b|nicht (?:vorrätig|verfügbar|auf lager|lieferbar)|no (?:está |hay )?disponible|sin (?:stock|existencias)|indisponible|non disponible|pas (?:disponible|en stock)|rupture de stock|non (?:è |al momento )?disponibil|(?:não|nao) (?:está )?disponíve|indisponíve|нету? (?:в наличии|на складе|в продаже)|не (?:в наличии|имеется)|немає (?:в наявності|на складі)|brak w magazynie|nie ?(?:jest )?dostępn|není skladem|缺货|缺貨|无货|無貨|[无無没沒]有?(?:现货|現貨|库存|庫存)|暂无(?:库存|现货)|在庫(?:は|が)?(?:切れ|なし|無し|ございません|ありません)|品切れ|재고 ?없음|일시 ?품절|niet (?:op voorraad|leverbaar|beschikbaar)|slut i lager|ej i lager|inte i lager|ikke på lager|ei (?:ole )?(?:varastossa|saatavilla)|stokta yok|stok yok|sem estoque|fuera de stock|nincs (?:raktáron|készleten)|nem (?:elérhető|kapható|rendelhető)|nu (?:este|e) (?:(?:în|in) stoc|disponibil)|stoc epuizat|indisponibil(?![a-zà-ÿ])|μη διαθέσιμο|δεν είναι διαθέσιμ|غير (?:متوفر|متاح|موجود)|ناموجود|không còn hàng|לא במלאי|tạm hết|tidak tersedia|ไม่มีสินค้า|немає в наявності|відсутн|отсутствует|ожидается|není skladem|nie je skladom|nedostupn|недоступн|закінчивс|закончилс|en rupture|stok kosong|tiada stok|اتمام موجودی|ne?ma na (?:zalihi|stanju|lageru|skladištu)|nije (?:na (?:zalihi|stanju|lageru)|dostup)|ni (?:na zalogi|na voljo)|нема на (?:стању|залихи|лагеру)|няма (?:в )?наличност|nėra (?:sandėlyje|prekės)|nav noliktavā|laost otsas|(?:қолда|қоймада) жоқ|mavjud emas|(?:stokda|anbarda) yoxdur|mövcud deyil|არ არის მარაგში|առկա չէ|उपलब्ध नहीं|अनुपलब्ध|स्टॉक (?:में नहीं|खत्म|समाप्त)|স্টক আউট|স্টকে নেই/i,
  ],
  [
    'PreOrder',
    /pre[\s_-]?order|vorbestell|pré-?(?:commande|venda|encomenda)|предзаказ|передзамовлення|预售|預購|予約(?:受付|商品|販売)|예약 ?(?:판매|구매)|reservar ahora|pre-?venta|preordin|předobjedn|předprodej|predobjedn|przedsprzeda|voorbestel|förhandsbo|förbeställ|forudbestil|forhåndsbestil|ennakkotila|előrendel|precomand|προπαραγγελ|ön sipariş|đặt trước|สั่งจองล่วงหน้า|พรีออเดอร์|طلب مسبق|הזמנה מוקדמת/i,
  ],
  [
    'BackOrder',
    /back[\s_-]?order|more on the way|expected (?:availability|in stock|to ship)|available (?:on|from|again)? ?\d|ships? in \d+(?:\s?[-–]\s?\d+)? (?:weeks|months)|temporarily on order|nachbestell|под заказ|під замовлення|on backorder|sur commande|auf bestellung(?! gefertigt)|bajo pedido|sob encomenda|su ordinazione|op bestelling|na zamówienie|na objednávku|rendelésre|la comandă|sipariş üzerine|тапсырыспен|тапсырыс бойынша|buyurtma asosida|sifarişlə|po narudžbi|по поръчка|κατόπιν παραγγελίας|(?:bestillings|skaffe)vare|beställningsvara|tilaustuote/i,
  ],
  ['MadeToOrder', /made[\s_-]?to[\s_-]?order|auf bestellung gefertigt|定制|受注生産/i],
  ['Reserved', /^\W*(?:reserved|reserviert|réservé|reservado|зарезервирован)\W*$/i],
  ['InStoreOnly', /in[\s_-]?store[\s_-]?only|nur im (?:laden|geschäft)/i],
  ['OnlineOnly', /online[\s_-]?only|nur online/i],
  [
    'LimitedAvailability',
    /limited[\s_-]?availability|only \d+ (?:left|remaining)|low (?:in )?stock|nur noch \d+|plus que \d+|(?:solo|sólo) quedan? \d+|últim[ao]s? unidad|残り ?\d+|余り?わずか|残りわずか|осталось \d+|仅剩/i,
  ],
  [
    'InStock',
    /in[\s_-]?stock|\bavailable\b|auf lager|vorrätig|verfügbar|lieferbar|en stock|disponible|disponibile|disponível|em estoque|в наличии|в наявності|na stanie|(?:duża|średnia|mała) ilość|ostatnie sztuki|dostępn|skladem|имеется|есть на складе|на складе|на складі|现货|有货|有貨|現貨|在庫あり(?!ません)|在庫有|재고 ?있음|판매 ?중|구매 ?가능|op voorraad|direct leverbaar|i lager|på lager|varastossa|saatavilla|stokta|stokta var|raktáron|készleten|elérhető|în stoc|in stoc|disponibil(?![a-zà-ÿ])|διαθέσιμο|σε απόθεμα|متوفر|متاح|موجود|במלאי|còn hàng|มีสินค้า|พร้อมส่ง|tersedia|ready stock|ready to ship|pronta entrega|en existencia|más de \d+ disponibles|sur stock|versandfertig|готово? к отправке|готово до відправки|ada stok|na (?:zalihi|stanju|lageru|skladištu|zalogi)|на (?:стању|залихи|лагеру)|в наличност|yra sandėlyje|ir noliktavā|laos olemas|(?:қолда|қоймада) бар|mavjud|mövcuddur|(?:stokda|anbarda) var|მარაგშია|առկա է|उपलब्ध|स्टॉक में|স্টকে আছে|immediately|last (?:one|item|piece|copy|few)|letzte stück/i,
  ],
];

/** What may stand before the words: a label, a count, a word that changes nothing. */
const STOCK_LABELS =
  'availability|stock(?: status)?|status|verfügbarkeit|disponibilidad|disponibilité|disponibilità|disponibilidade|beschikbaarheid|voorraad|dostępność|dostupnost|наличие|наявність|库存|库存状态|在庫(?:状況)?|재고|stok durumu|stok|التوفر|tình trạng|สถานะ|lagerstatus|saatavuus|készlet|disponibilitate|διαθεσιμότητα|доступно';
const COUNTS =
  '(?:only |nur noch |plus que |solo (?:quedan )?|sólo quedan |solo |nog |tylko |осталось |仅剩 ?|残り ?)?(?:[>≥+]? ?\\d+\\+?)? ?(?:(?:pcs|pieces|items|units|stück|st\\.?|шт\\.?|件|個|개|ks|szt\\.?) )?';
const FILLERS =
  'currently |item |product |this (?:item|product) is |temporarily |now |usually |nur |bald |still |is |es |ist |is op |jetzt |derzeit |aktuell |momentan |actuellement |actualmente |в данный момент |сейчас |есть ';
/** Short texts that are about stock and nothing else: prose says "available" of many things. */
const STOCK_WORDS = [
  'in[\\s-]?stock|available(?: now| online| immediately| for (?:order|delivery|shipping))?|out[\\s-]?of[\\s-]?stock|sold[\\s-]?out|unavailable|not available|no longer available|discontinued|(?:on )?back[\\s-]?order(?:ed)?|more on the way|on order|expected (?:availability|in stock|to ship)|pre[\\s-]?order|pré-?(?:commande|venda|encomenda)|vorbestell(?:bar|ung)|pre-?venta|předobjednávka|předprodej|predobjednávka|przedsprzedaż|voorbestelling|förhandsbokning|forudbestilling|forhåndsbestilling|ennakkotilaus|előrendel(?:és|hető)|precomandă|προπαραγγελία|ön sipariş|đặt trước|พรีออเดอร์|สั่งจองล่วงหน้า|预售|預購|予約(?:受付中?|商品|販売)|예약 ?판매|предзаказ|передзамовлення|ready to ship|left in stock|left|remaining|(?:low|limited) stock|last (?:one|item|piece)',
  '(?:this )?(?:auction|bidding|listing)(?: has| is)? (?:ended|closed|over)|auktion (?:ist )?(?:beendet|abgelaufen)|enchère (?:est )?terminée|subasta (?:finalizada|terminada|cerrada)|leilão encerrado|asta (?:terminata|conclusa|chiusa)|veiling (?:is )?(?:gesloten|afgelopen|beëindigd)|aukcja zakończona|aukce (?:skončila|ukončena)|аукцион (?:заверш[её]н|окончен)|торги завершены|拍[卖賣]已?[结結]束|オークション(?:は)?終了|경매 ?(?:종료|마감)|ihale bitti|açık artırma (?:bitti|sona erdi)|انتهى المزاد',
  "nicht (?:mehr|länger) (?:verfügbar|lieferbar|vorrätig|auf lager)|bald (?:wieder )?(?:verfügbar|lieferbar)|(?:n['’]est )?plus (?:disponible|en stock)|(?:non|pas|bientôt) disponible|ya no (?:está )?disponible|não (?:está )?(?:mais )?disponível|non (?:è )?(?:più )?disponibile|niet (?:meer|langer) (?:leverbaar|beschikbaar|op voorraad)|нет на складе|在庫(?:は|が)?(?:ありません|ございません)|[无無]现货|không còn hàng",
  'auf lager|vorrätig|sofort (?:lieferbar|verfügbar|versandfertig)|lieferbar|verfügbar|nicht (?:vorrätig|verfügbar|auf lager|lieferbar)|ausverkauft|vergriffen',
  'en stock|disponible|agotado|sin (?:stock|existencias)|fuera de stock|no disponible|épuisé|rupture de stock|indisponible|disponibile|non disponibile|esaurito|em estoque|disponível|pronta entrega|esgotado|indisponível|sem estoque',
  'op voorraad|direct leverbaar|uitverkocht|niet op voorraad|niet leverbaar|i lager|på lager|finns i lager|slut i lager|ej i lager|ikke på lager|slutsåld|udsolgt|utsolgt|varastossa|loppu|ei varastossa',
  'na stanie|w magazynie|(?:bardzo )?(?:duża|średnia|mała) ilość|ostatnie sztuki|dostępn[ya]|niedostępn[ya]|brak w magazynie|wyprzedan[yae]|skladem|není skladem|vyprodáno|na sklade|nie je skladom|raktáron|készleten|nincs (?:raktáron|készleten)|elfogyott|în stoc|in stoc|stoc epuizat|nu este în stoc',
  'в наличии|нет в наличии|есть в наличии|имеется в наличии|на складе|под заказ|распродано|в наявності|немає в наявності|є в наявності|закінчився',
  '现货(?:供应)?|现货充足|有货|有貨|有現貨|現貨|缺货|缺貨|无货|售罄|已售罄|已售完|在庫あり|在庫有り?|在庫なし|在庫切れ|品切れ|売り切れ|売切れ|재고 ?있음|재고 ?없음|품절|일시 ?품절|판매 ?완료|거래 ?완료|판매 ?중',
  'stokta(?: var| yok)?|tükendi|stok yok|متوفر|غير متوفر|نفدت الكمية|موجود|ناموجود|במלאי|אזל מהמלאי|לא במלאי|còn hàng|hết hàng|มีสินค้า|สินค้าหมด|พร้อมส่ง|tersedia|ready stock|stok habis|habis|(?:άμεσα |μη )?διαθέσιμο|εξαντλημένο|σε απόθεμα|κατόπιν παραγγελίας',
  '(?:ne?ma )?na (?:zalihi|stanju|lageru|skladištu)|nije (?:na (?:zalihi|stanju|lageru)|dostupn[oa])|(?:ni )?na zalogi|ra[sz]prodano|po narudžbi|(?:нема )?на (?:стању|залихи|лагеру)|распродато|(?:няма )?(?:в )?наличност|изчерпан[оа]?|по поръчка|yra sandėlyje|nėra (?:sandėlyje|prekės)|išparduota|ir noliktavā|nav noliktavā|izpārdots|laos olemas|laost otsas|läbi müüdud',
  '(?:қолда|қоймада) (?:бар|жоқ)|тапсырыс(?:пен| бойынша)|mavjud(?: emas)?|buyurtma asosida|mövcuddur|mövcud deyil|(?:stokda|anbarda) (?:var|yoxdur)|sifarişlə|(?:არ არის )?მარაგში(?:ა)?|առկա (?:է|չէ)|स्टॉक में(?: नहीं| उपलब्ध(?: नहीं)?)?|(?:अन)?उपलब्ध(?: नहीं)?|अनुपलब्ध|स्टॉक (?:खत्म|समाप्त)|স্টকে (?:আছে|নেই)|স্টক আউট',
  '(?:товар )?(?:закінчи(?:вся|лася|лося|лись)|закончил(?:ся|ась|ось|ись))|на складі|недоступн[оаы]й?|nedostupn[oéýá]|en rupture|готово? к отправке|готово до відправки|versandfertig|אזל|stok kosong|ada stok|tiada stok|اتمام موجودی|(?:midlertidig|tillfälligt|midlertidigt) (?:udsolgt|utsolgt|slut)|під замовлення|sur commande|auf bestellung(?: gefertigt)?|bajo pedido|sob encomenda|(?:disponibile )?su ordinazione|op bestelling|na zamówienie|na objednávku|rendelésre|la comandă|sipariş üzerine|bestillingsvare|beställningsvara|skaffevare|tilaustuote',
].join('|');
const STOCK_TEXT = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:(?:${STOCK_LABELS})[^\\p{L}\\p{N}]{1,3})?(?:${COUNTS}(?:(?:${FILLERS})*(?:${STOCK_WORDS})))(?:[\\s.,;:!()（）–-]+(?:.{0,60}))?[^\\p{L}\\p{N}]*$`,
  'iu',
);
/** Goes on with a place, a size or a condition: not about the thing itself. */
const NOT_STOCK =
  /\b(?:in (?:\d|other|many|various|several|these|a )|on (?:amazon|ebay)|as |by |from |with |at |when|if |exclusively|sizes|colou?rs|formats?|email|notify|filter|only show|include)\b|\?$/iu;

/** A word that is all a badge says. With a number beside it, it counts what was sold of something that still is. */
const SOLD_BADGE =
  /^[^\p{L}\p{N}:]*(?:sold|verkauft|vendue?|vendid[oa]|venduto|verkocht|sprzedan[eya]|prodáno|predané|продано|eladva|vândut|såld|solgt|myyty|satıldı|売約済み?|已卖出|已賣出|판매됨|נמכר|تم البيع|فروخته شد|đã bán|ขายแล้ว|terjual|πουλήθηκε)[^\p{L}\p{N}:]*$/iu;

const MAX_BADGE = 16;
const COUNT = /^[^\p{L}\p{N}\p{Sc}]*\d[\d.,]*\s?[km]?\+?$/iu;

/** What a short piece of text says of stock, when that is all it is about; null otherwise. `beside`: the pieces right before and behind it. */
export function saysStock(text: string, beside: readonly (string | undefined)[] = []): Availability | null {
  if (text.length <= MAX_BADGE && SOLD_BADGE.test(text))
    return beside.some((one) => COUNT.test(one ?? '')) ? null : 'SoldOut';
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
