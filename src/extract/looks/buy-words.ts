/** What stands on the buttons and links by which the thing on a page is bought, in the main languages. */

const CART = [
  'add to (?:my |your |shopping )*(?:cart|bag|basket|trolley|order|quote|enquiry|inquiry|rfq)(?: list)?|buy(?: it)?(?: now)?(?: with .{1,20})?|purchase|order now|start order|place order|pre-?order(?: now)?|add to (?:inquiry|enquiry|quote) (?:cart|basket|list)',
  'in den (?:warenkorb|einkaufskorb|einkaufswagen)(?: legen)?|(?:jetzt |sofort )?kaufen|jetzt bestellen|zur kasse',
  'añadir (?:al|a la) (?:carrito|cesta|bolsa)|agregar al carrito|comprar(?: ahora| agora| já)?|adicionar (?:ao|à) (?:carrinho|sacola)|colocar no carrinho',
  'ajouter au panier|acheter(?: maintenant)?|commander|aggiungi al carrello|acquista(?: ora)?|compra(?: ora| subito)?|ordina',
  'dodaj do koszyka|do koszyka|kup teraz|kup|do košíku|(?:při|v)dat do košíku|vložit do košíku|koupit|kúpiť|pridať do košíka',
  'in (?:mijn |de )?winkel(?:wagen|mand(?:je)?)|bestellen|koop nu|lägg i varukorg(?:en)?|köp(?: nu)?|læg i (?:indkøbs)?kurv(?:en)?|køb(?: nu)?|legg i handlekurv(?:en)?|kjøp(?: nå)?|lisää ostoskoriin|osta(?: nyt)?',
  'kosárba(?: teszem| rakom)?|megveszem|adaugă în coș|cumpără(?: acum)?|προσθήκη στο καλάθι|αγορά',
  '(?:добавить )?в корзину|положить в корзину|купить(?: (?:сейчас|в 1 клик|в один клик))?|заказать|оформить заказ|(?:додати )?(?:в|у|до) кошик[а]?|купити|замовити',
  '加入购物车|加入購物車|放入购物车|加入进货单|加入采购车|立即购买|立即購買|立即订购|立即下单|马上抢购|直接購買|カートに入れる|カートに追加(?:する)?|買い物かごに入れる|かごに入れる|購入手続きへ|購入する|今すぐ買う|入札する|注文する|장바구니(?:에)?(?: 담기| 넣기)?|(?:바로 ?)?구매(?:하기)?|주문하기|바로구매',
  // At auctions.
  '(?:place|submit|enter) (?:a |your |my |max(?:imum)? )?bid|(?:quick )?bid now|(?:jetzt |mit)bieten|gebot (?:abgeben|platzieren)|enchérir|placer une enchère|pujar|hacer (?:una )?puja|dar (?:um )?lance|fai (?:la tua )?offerta|plaats (?:een )?bod|bod plaatsen|licytuj|złóż ofertę|přihodit|lägg bud|afgiv bud|legg inn bud|tee tarjous|сделать ставку|зробити ставку|teklif ver|出价|出價|立即出价|입찰하기',
  'sepete ekle|satın al|hemen al|sipariş ver|أضف (?:إلى|الى|للسلة) ?(?:السلة|العربة)?|إضافة (?:إلى|الى) (?:السلة|عربة التسوق)|اشتري? الآن|شراء|הוסף לסל|הוספה לסל|קנה עכשיו|افزودن به سبد(?: خرید)?|خرید',
  'thêm vào giỏ(?: hàng)?|mua ngay|đặt hàng|mua hàng|หยิบใส่ตะกร้า|เพิ่ม(?:ลง)?ใน(?:ตะกร้า|รถเข็น)|ซื้อเลย|สั่งซื้อ|(?:tambah|masukkan)(?:kan)? ke keranjang|\\+ ?keranjang|beli(?: sekarang| langsung)?',
];
/** It cannot be bought: the button says so itself, or offers to tell when it can. */
const GONE_WORDS = [
  'sold[\\s-]?out|out of stock|notify me(?: .{1,30})?|email me when .{1,20}|unavailable|currently unavailable|join (?:the )?wait ?list|back in stock .{1,20}',
  'ausverkauft|nicht (?:verfügbar|lieferbar)|benachrichtig.{0,30}|agotado|avísame.{0,30}|sin (?:stock|existencias)|esgotado|avise-?me.{0,30}|sem estoque|indisponível',
  "épuisé|rupture(?: de stock)?|m'avertir.{0,30}|prévenez-moi.{0,30}|indisponible|esaurito|avvisami.{0,30}|non disponibile|uitverkocht|wyprzedane?|powiadom.{0,30}|vyprodáno|hlídat.{0,20}|slutsåld|udsolgt|utsolgt|loppuunmyyty",
  'нет в наличии|сообщить о поступлении|уведомить.{0,30}|повідомити.{0,30}|немає в наявності|缺货|售罄|已售完|已下架|到货通知|在庫切れ|品切れ|売り切れ|再入荷.{0,10}|품절|재입고.{0,10}|tükendi|gelince haber ver|نفدت? (?:الكمية|المخزون)|غير متوفر|hết hàng|สินค้าหมด|stok habis',
];
const ASK_WORDS = [
  '(?:message|text|ask|e-?mail|write to) (?:the )?(?:seller|vendor|advertiser)|make (?:an )?offer|(?:best )?offer|contact (?:the )?(?:seller|supplier|advertiser|vendor|us)|contact now|chat (?:now|with (?:seller|supplier))|(?:send|make) (?:an )?(?:inquiry|enquiry|message)|inquir[ey](?: now)?|enquir[ey](?: now)?|(?:request|get|ask for) (?:a |the |an? )?(?:free |best |latest |instant )?(?:quote|price|quotation|sample)|request for quot.{0,10}|price on request|email seller|call (?:seller|supplier|us|now)|show (?:phone|number|contact).{0,15}|leave a message',
  'anbieter kontaktieren|(?:verkäufer )?kontaktieren|nachricht (?:schreiben|senden)|anfrage(?: senden)?|preis anfragen|angebot anfordern|contactar(?: al vendedor)?|enviar mensaje|solicitar (?:precio|cotización|presupuesto)|consultar(?: precio)?|entrar em contato|enviar mensagem|(?:pe[dç]ir|peça|solicit(?:e|ar)|fa(?:ça|zer)) (?:um |o |seu )?orçamento|ver telefone',
  'contacter (?:le vendeur|le fournisseur)?|envoyer un message|demander un (?:devis|prix)|contatta(?: il venditore)?|invia messaggio|richiedi (?:preventivo|prezzo|informazioni)|bericht(?: sturen)?|bieden|stuur bericht|offerte aanvragen|napisz(?: wiadomość)?|zadzwoń|zapytaj o .{1,15}|zobacz numer.{0,10}|napsat(?: prodejci)?|poptat',
  'написать(?: (?:продавцу|сообщение))?|показать (?:телефон|номер)|позвонить|узнать цену|запросить (?:цену|кп)|задать вопрос|написати(?: продавцю)?|показати телефон|зв.язатися',
  '(?:立即|马上)?联系(?:卖家|供应商|商家|我们|客服)|(?:立即|馬上)?(?:聯絡|聯繫)(?:賣家|供應商|廠商|店家|我們|客服)|(?:加入|放入)(?:询价|詢價)(?:车|車|单|單|篮|籃|清单|清單)|(?:立即|線上|我要)?詢價|索取報價|線上諮詢|询价|立即询价|我要询价|点此询价|在线询价|获取(?:报价|底价|最低价)|索取报价|立即沟通|发送询盘|立即询盘|在线咨询|質問する|問い合わせ(?:る)?|お問い合わせ|見積(?:もり)?依頼|판매자에게 문의|문의하기|견적 ?문의|채팅하기|연락하기|teklif (?:al|iste)|mesaj gönder|satıcıya sor|telefonu göster|تواصل (?:مع البائع|معنا)?|اتصل(?: الآن| بالبائع)?|اطلب عرض سعر|liên hệ(?: người bán)?|nhắn tin|chat ngay|ติดต่อผู้ขาย|hubungi penjual|chat penjual|chat zalo|gọi (?:điện|ngay)|اطلاعات تماس|تماس با (?:فروشنده|ما)|ارسال پیام|چت|נסו את המוכר|צרו קשר|שלח הודעה|επικοινωνία(?: με τον πωλητή)?|contactează(?: vânzătorul)?|trimite mesaj|kapcsolatfelvétel|üzenet (?:az eladónak|küldése)|kontaktirajte? .{1,15}|pošalji poruku|kontakta säljaren|skicka meddelande|send melding|kontakt selger|lähetä viesti|ota yhteyttä(?: myyjään)?',
];

const words = (lists: readonly string[]) => lists.join('|');

export const GONE = new RegExp(`^[^\\p{L}\\p{N}]*(?:${words(GONE_WORDS)})[^\\p{L}\\p{N}]*$`, 'iu');
export const ASK = new RegExp(`^[^\\p{L}\\p{N}]*(?:${words(ASK_WORDS)})[^\\p{L}\\p{N}]*$`, 'iu');
export const AHEAD =
  /pre[\s-]?order|vorbestell|précommand|reservar|preordina|предзаказ|передзамовлення|预订|预购|予約|예약|ön sipariş|前売/i;
/** On a button or link of a page that offers one thing: it is put into a cart or ordered at once. */
export const BUY = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:${words(CART)})(?:[^\\p{L}\\p{N}]*|[\\s|–-]{1,3}[^\\p{L}]{0,4}\\d[^\\p{L}]{0,12}\\p{L}{0,4})$`,
  'iu',
);

/** What shops call the button or the form itself. */
export const BUY_NAMES =
  /add[-_]?to[-_]?(?:cart|bag|basket)|addtocart|buy[-_]?now|buynow|single_add_to_cart|add-cart|addcart/i;
