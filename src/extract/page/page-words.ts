/** Words and selectors, in the main languages, by which a page shows what it is. */

/** A sum of money that is not what the thing costs. */
export const NOT_THE_PRICE =
  /shipping|delivery|postage|versand|livraison|envío|spedizione|доставк|运费|送料|sample (?:fee|charge|cost)|样品费|樣品費|サンプル代|샘플비|orders? over|\bfree\b|\bsave\b|\boff\b|\bcart\b|subtotal|\btotal\b|\btax\b|warenkorb|\brange\b|per month|\/mo\b|gutschein|voucher|coupon|gift ?card|cashback|промокод|\bbon\b d|cupón|cupom|\bpledged\b|\d (?:funding )?goal\b|\braised (?:of|so far)\b|优惠券|クーポン|할인쿠폰|적립금|적립 ?포인트|(?:獲得|付与)ポイント|积分/i;

/** Path shapes that shops give to a single offer and to lists of offers. */
export const DETAIL_PATH =
  /\/(?:products?|produkte?|producto|produit|prodotto|produto|p|dp|gp\/product|item|items|itm|ip|ads?|adv|anuncio|annonce|anzeige|s-anzeige|listing|offer|offers|offre|oferta|detail|details|product[_-]?details?|goods|tovar|article|artikel|catalog\/product\/view|sku|ref|shop)\/[^/?#]*[^/?#\s]{3}|[?&](?:product_?id|item_?(?:id|no)|goods_?id|ad_?id|sku|pid)=|[-_/]\d{5,}(?:\.html?)?$|\/\d{4,}[-_][^/]+$/i;
export const LIST_PATH =
  /\/(?:[\w-]*(?:categor|kategori|catégorie|rubri[ckq]|catalog|katalog)[\w-]*(?:\.\w{3,5})?|cat|collections?|search|suche|browse|shop|store|listings|c|tag|tags|product-tag|brands?|marken|products|forum|page)(?:[/?#]|$)|[?&](?:page|p|q|query|search|category|cat|(?:category|cat|c)_?id|limit|offset|start|sort|text)=/i;
/** A folder of lists right before the last part: "/c/00005" is a list though it ends in a number like offers do. */
export const LIST_FOLDER =
  /\/(?:[\w-]*(?:categor|kategori|catégorie|rubri[ckq])[\w-]*|cat|c|collections?|tags?|product-tag|brands?|marken)\/[^/?]*\/?$/i;

/** What is no page, by its address: pictures, documents, archives, films, parts of pages. */
export const FILE_ADDRESS =
  /^[^?]*\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|pdf|docx?|xlsx?|pptx?|od[ts]|rtf|csv|zip|rar|7z|exe|msi|dmg|apk|mp[34]|m4[av]|avi|mov|mkv|webm|og[gv]|wav|flac|css|m?js|woff2?|ttf|eot|ics|vcf|torrent)(?:\?|$)/i;
/** Links that do something with a visitor's cart, wish list or session instead of leading somewhere. */
export const ACTION_ADDRESS =
  /\/(?:cart|basket|wish-?list|product_compare|compare)\/(?:[\w-]+\/)?add\b|[?&/]add[-_]?to[-_]?(?:cart|basket|bag|wish-?list|compare)\b|\/(?:log-?(?:out|off)|sign-?out)\b|[?&](?:action|act|do|op|mode)=(?:add|buy|log-?out|remove|delete)/i;

/** Headings of pages that serve a shop's customers and offer nothing, in the main languages; by their whole text. */
export const SERVICE_HEADING =
  /^[^\p{L}\p{N}]*(?:(?:your |my |the |our |shopping |delivery |shipping |payment |order )*(?:shipping|delivery|returns?|refunds?|payments?|terms|conditions|terms (?:&|and) conditions|terms of (?:use|service|sale)|privacy(?: policy| notice)?|cookie policy|imprint|legal notice|contact(?: us)?|about(?: us)?|faqs?|help(?: cent(?:er|re))?|customer service|careers|jobs|press|site ?map|cart|basket|bag|checkout|wish ?list|account|order status|track(?:ing)? (?:your )?order|gift cards?|store locator|size guide|log ?in|sign ?in|register|create (?:an )?account)(?: (?:policy|information|info|costs?|rates?|is empty|and returns?|(?:&|and) (?:delivery|returns?|payment)|not found))*|(?:page|seite|404)?[^\p{L}]*(?:not found|nicht gefunden|introuvable|no encontrada|не найдена)|(?:error )?404.{0,30}|versand(?:kosten)?|versand und zahlung|zahlung(?:sarten)?|lieferung|rückgabe|widerruf(?:sbelehrung|srecht)?|agb|impressum|datenschutz(?:erklärung)?|kontakt|über uns|warenkorb|(?:ihr )?warenkorb ist leer|kasse|livraison|paiement|retours|mentions légales|cgv|contactez-nous|qui sommes-nous|panier|envíos?|devoluciones|pagos?|aviso legal|contacto|quiénes somos|carrito|spedizion[ei]|resi|pagament[oi]|contatti|chi siamo|carrello|доставка(?: и оплата)?|оплата(?: и доставка)?|возврат|контакты|о (?:нас|компании|магазине)|корзина|о компанії|dostawa|płatności|zwroty|regulamin|koszyk|o nas|kontakt|doprava(?: a platba)?|košík|obchodní podmínky|配送(?:方式|说明)?|支付方式|退换货|联系我们|关于我们|购物车|お支払い(?:方法)?|送料(?:について)?|特定商取引法.{0,20}|会社概要|カート|배송(?:안내)?|회사소개|장바구니|teslimat|iade|iletişim|hakkımızda|sepet(?:im)?|sipariş takibi|sendungsverfolgung|bestellstatus|bestellung verfolgen|suivi (?:de|du) (?:(?:ma|votre|mon) )?(?:commande|colis)|seguimiento de (?:tu |su |mi )?pedidos?|rastrear (?:o |mi )?pedido|acompanhar pedido|meus pedidos|mis pedidos|mes commandes|(?:traccia|stato del) (?:il tuo )?(?:ordine|pacco)|stato dell.ordine|bestelling volgen|śledzenie (?:zamówienia|przesyłki)|status zamówienia|sledování (?:objednávky|zásilky)|stav objednávky|(?:статус|отслеживание) заказа|отследить заказ|мои заказы|(?:статус|відстеження) замовлення|订单(?:查询|跟踪)|我的订单|ご?注文(?:状況|履歴)(?:の確認)?|주문 ?(?:조회|내역)|배송 ?조회|tra cứu đơn hàng|rendelés(?:em|ed)? (?:nyomon ?követése|követése|állapota)|rendeléskövetés|szállítás(?:i (?:módok|díjak|információk))?|szállítás és fizetés|fizetés(?:i módok)?|kosár|kapcsolat|rólunk|ászf|livrare(?: și plată)?|coș(?:ul meu)?|despre noi|termeni și condiții|urmărire comandă|comenzile mele|επικοινωνία|αποστολή|καλάθι|παρακολούθηση παραγγελίας|όροι χρήσης|verzending|verzendkosten|retourneren|winkelwagen|over ons|frakt|leverans|kundvagn|om oss|köpvillkor|levering|indkøbskurv|om os|handlekurv|toimitus(?:tavat|ehdot)?|ostoskori|yhteystiedot|entregas?|trocas e devoluções|carrinho|fale conosco|sobre nós|order (?:confirmation|confirmed|complete|received)|thank you(?: for your (?:order|purchase))?|bestellbestätigung|(?:vielen )?dank für (?:ihre|deine) bestellung|confirmation de (?:la )?commande|merci pour votre (?:commande|achat)|confirmación de(?:l)? pedido|gracias por (?:tu|su) (?:pedido|compra)|confirmação do pedido|obrigado pela (?:sua )?compra|conferma (?:dell.)?ordine|(?:il tuo )?ordine (?:è )?confermato|grazie per (?:il tuo|l.) ?(?:ordine|acquisto)|bedankt voor (?:je|uw) bestelling|potwierdzenie zamówienia|dziękujemy za (?:złożenie )?zamówieni[ea]|potvrzení objednávky|děkujeme za (?:vaši )?objednávku|спасибо за (?:ваш )?заказ|заказ (?:принят|оформлен)|ご注文(?:ありがとうございま(?:す|した)|完了)|주문(?:이 )?완료|订单提交成功|下单成功|siparişiniz alındı|giỏ hàng|liên hệ|vận chuyển|سلة التسوق|اتصل بنا|تتبع الطلب|الشحن)[^\p{L}\p{N}]*$/iu;

/** Headings of lists of what is sought, and of sums that are of no thing: buyers' requests, tenders, jobs, rates of money. By how they begin. */
export const NO_GOODS_HEADING =
  /^[^\p{L}\p{N}]*(?:(?:latest |recent |all |new )?(?:(?:buy(?:ing|er)?|purchase) (?:leads?|offers?|requests?)|rfqs?|requests? for quotations?|tenders?|exchange rates?|currency rates?)(?![\p{L}-])|wanted(?: ads?| items?)?[^\p{L}]*$|(?:kauf)?gesuche(?!\p{L})|(?:\d+ )?(?:jobs|vacancies|job (?:offers|listings|search))(?![\p{L}-])|stellenangebote|stellenanzeigen|ofertas de (?:empleo|trabajo)|vagas de emprego|offres d.emploi|offerte di lavoro|vacatures|oferty pracy|pracovní nabídky|вакансии|вакансії|iş ilanları|招聘|求人|ausschreibungen|wechselkurse?|devisenkurse|tipos? de cambio|cotizaci(?:ón|ones) del? (?:dólar|divisas)|cotação do dólar|licitaci(?:ón|ones)|licitações|taux de change|appels d.offres|demandes d.achat|cambio valute|gare d.appalto|wisselkoersen|kursy walut|przetargi|kurzovní lístek|курс(?:ы)? (?:валют|доллара|обмена)|тендеры|закупки|курси? валют|тендери|закупівлі|döviz kurları|求购(?:信息)?|采购信息|招标(?:信息|公告)?|汇率|外汇牌价|為替レート|환율)/iu;

const GONE = [
  "(?:sorry,? |oops[!.,]? )?(?:this|the|your) (?:listing|ad|advert|item|product|posting|auction|offer)(?: you(?:'re| are) looking for)? (?:has been |was |is |has )?(?:removed|deleted|expired|withdrawn|sold|ended|archived|no longer (?:available|active|exists?|for sale)|not available|unavailable)",
  '(?:leider )?(?:diese anzeige|dieses angebot|dieser artikel|die anzeige|das angebot|anzeige|angebot|artikel) (?:ist |wurde )?(?:nicht mehr (?:verfügbar|online|aktiv)|gelöscht|entfernt|abgelaufen|deaktiviert|beendet)',
  "(?:désolé,? )?(?:cette annonce|cet article|ce produit|l['’]annonce) (?:n['’]est plus (?:disponible|en ligne)|n['’]existe plus|a été (?:supprimée?|retirée?|vendue?)|a expiré|est expirée)",
  '(?:lo sentimos,? )?(?:este|el) (?:anuncio|aviso|artículo|producto) (?:ya )?(?:no está (?:ya )?disponible|no existe|ha sido (?:eliminado|vendido)|ha (?:caducado|expirado)|fue (?:eliminado|vendido))',
  '(?:este|o) (?:anúncio|produto|artigo) (?:já )?(?:não está (?:mais )?disponível|não existe|foi (?:removido|excluído|vendido)|expirou)',
  "(?:questo|l’|l'|il ) ?(?:annuncio|articolo|prodotto) (?:non è più (?:disponibile|attivo)|è (?:scaduto|stato (?:rimosso|eliminato|venduto)))",
  '(?:deze advertentie|dit artikel|dit product) is (?:niet (?:meer|langer) beschikbaar|verwijderd|verlopen|verkocht)',
  '(?:ovaj |ova )?(?:oglas|artikal|artikl) (?:je )?(?:istekao|završen|neaktivan|obrisan|izbrisan|prodan|prodat|više nije (?:dostupan|aktivan))|(?:овај )?оглас (?:је )?(?:истекао|обрисан|неактиван)',
  '(?:to |te )?(?:ogłoszenie|oferta|aukcja) (?:jest (?:już )?)?(?:nieaktualn[ea]|niedostępn[ea]|nieaktywn[ea]|zakończon[ea]|wygasł[oa]|usunięt[ea]|został[oa] usunięt[ea])',
  '(?:tento |tohle )?inzerát (?:již |už )?(?:neexistuje|není (?:aktivní|dostupný)|byl (?:smazán|odstraněn))',
  '(?:это |данное )?(?:объявление|предложение) (?:больше |уже )?(?:снято(?: с публикации)?|удалено|закрыто|неактуально|не актуально|недоступно|устарело|в архиве|не существует)',
  '(?:це )?оголошення (?:більше )?(?:неактуальне|неактивне|видалено|знято|закрито|не існує)',
  '(?:很?抱歉[，,！!]? ?)?(?:您(?:查看|访问|要找)的)?(?:该|此|本)?(?:商品|宝贝|产品|信息|帖子)(?:已(?:下架|删除|过期|失效)|不存在)(?:或已(?:被)?(?:删除|下架))?',
  '(?:この|該当の)?(?:商品|出品|広告|投稿|ページ)(?:は|が)?(?:削除され(?:ました|ています)|見つかりません(?:でした)?|存在しません|終了しました|掲載を終了しました)',
  '(?:이 |해당 )?(?:게시글|상품|광고|매물)(?:이|은|을|를)? ?(?:삭제되었습니다|삭제된 (?:게시글|상품)입니다|존재하지 않(?:습니다|는 상품입니다)|찾을 수 없습니다)',
  'bu ilan (?:yayında değil|yayından kaldırıl\\p{L}+|silinmiş|artık (?:yayında|mevcut) değil\\p{L}*)|ilan (?:bulunamadı|yayında değil)',
  '(?:هذا )?الإعلان (?:غير متوفر|غير متاح|منتهي|محذوف|لم يعد متاح\\p{L}*)|tin (?:đăng )?(?:này )?(?:đã hết hạn|không tồn tại|đã bị xóa)|ประกาศนี้(?:ถูกลบ|หมดอายุ)แล้ว|iklan ini (?:sudah )?(?:tidak (?:tersedia|aktif)|dihapus|kedaluwarsa)|המודעה (?:אינה|כבר לא) (?:זמינה|קיימת|פעילה)',
].join('|');
/** Headings of pages whose offer was taken away; by their whole text, since a thing may be called so in passing. */
export const GONE_HEADING = new RegExp(`^[^\\p{L}\\p{N}]*(?:${GONE})[^\\p{L}\\p{N}]*$`, 'iu');

/** Pages of one's own orders and account, by their address: whatever they show is bought already, or about to be. */
export const SERVICE_PATH =
  /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/)?(?:cart|basket|checkout|warenkorb|kasse|panier|carrito|carrinho|carrello|koszyk|kosik|sepet|korzina|my-?account|account|login|sign-?in|register|wishlist)(?:\.\w+)?(?:\/|$)|[?&]route=(?:checkout|account)\//i;
