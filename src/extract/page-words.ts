/** Words and selectors, in the main languages, by which a page shows what it is. */

/** On a button or link of a page that offers one thing. */
export const BUY_WORDS =
  /^\W*(?:add to (?:cart|bag|basket|trolley|order)|buy(?: it)?(?: now)?|purchase|order now|pre-?order(?: now)?|notify me|sold out|make (?:an )?offer|contact (?:the )?(?:seller|supplier|advertiser)|chat with (?:seller|supplier)|send (?:an )?(?:inquiry|enquiry|message)|inquir[ey](?: now)?|enquir[ey](?: now)?|(?:request|get) (?:a |the |best |latest )?(?:quote|price|quotation)|in den (?:warenkorb|einkaufskorb|einkaufswagen)|jetzt kaufen|anbieter kontaktieren|nachricht schreiben|añadir (?:al|a la) (?:carrito|cesta)|agregar al carrito|comprar(?: ahora| agora)?|adicionar ao carrinho|ajouter au panier|acheter(?: maintenant)?|contacter le vendeur|aggiungi al carrello|acquista(?: ora)?|dodaj do koszyka|kup teraz|do košíku|přidat do košíku|in winkelwagen|bestellen|в корзину|купить|добавить в корзину|написать продавцу|показать телефон|加入购物车|加入購物車|立即购买|立即購買|联系卖家|联系供应商|询价|立即询价|カートに入れる|カートに追加|購入手続きへ|장바구니(?: 담기)?|구매하기|sepete ekle|أضف إلى السلة)\W*$/iu;

/** What shops call the button or the form itself. */
export const BUY_NAMES =
  /add[-_]?to[-_]?(?:cart|bag|basket)|addtocart|buy[-_]?now|buynow|single_add_to_cart|add-cart|addcart/i;

/** A sum of money that is not what the thing costs. */
export const NOT_THE_PRICE =
  /shipping|delivery|postage|versand|livraison|envío|spedizione|доставк|运费|送料|orders? over|\bfree\b|\bsave\b|\boff\b|\bcart\b|subtotal|\btotal\b|\btax\b|warenkorb|\brange\b|per month|\/mo\b/i;

export const NEXT_WORDS =
  /^[\s›»>→▶❯.…([]*(?:next(?: page| \d+| results)?|go to (?:the )?next page|page next|more results|weiter|nächste(?: seite)?|vorwärts|siguientes?|página siguiente|(?:page )?suivante?s?|page suivante|successiv[ao]|avanti|pagina (?:successiva|seguente)|seguinte|próxim[ao](?: página)?|volgende(?: pagina)?|następn[ay](?: strona)?|dalej|další|ďalší|následující|следующая(?: страница)?|след\.?|вперед|вперёд|далее|дальше|наступна|下一页|下一頁|下页|下頁|后一页|後頁|次へ(?:進む)?|次のページ(?:へ)?|次頁|次|다음(?: 페이지)?|sonraki(?: sayfa)?|ileri|nästa|næste(?: side)?|neste(?: side)?|seuraava|következő|urmatoare[a]?|următoare[a]?|επόμεν[ηο]|التالي|الصفحة التالية|הבא|ถัดไป|หน้าถัดไป|(?:trang )?tiếp(?: theo)?|sau|berikutnya|selanjutnya|seterusnya|següent|naslednja|sljedeća|следваща|järgmine|nākamā|kitas|nxt|nexte?)[\s›»>→▶❯.…)\]]*$/iu;

/** Blogs go back in time: which way is "next" there, their words do not say, so such a link is followed but not called next. */
export const OLDER_WORDS =
  /^[\s«‹<←›»>→.]*(?:(?:view )?older(?: posts?| entries| articles| ads| items)?|previous (?:entries|posts)|ältere (?:beiträge|einträge|artikel)|(?:entradas|publicaciones) (?:más )?(?:antiguas|anteriores)|(?:articles|messages) (?:plus anciens|précédents)|post più vecchi|mensagens (?:mais )?antigas|starsze(?: posty| wpisy)?|oudere(?: berichten)?|äldre(?: inlägg)?|eldre(?: innlegg)?|ældre(?: indlæg)?|starší(?: příspěvky)?|(?:старые|предыдущие|более ранние) (?:записи|сообщения|объявления)|ранее|以前の(?:記事|投稿)|前の投稿|古い投稿|较早的?(?:文章|帖子)?|이전 글|daha eski(?: kayıtlar)?)[\s«‹<←›»>→.]*$/iu;

export const NEWER_WORDS =
  /newer|more recent|neuere|más (?:recientes|nuevas)|plus récents|più recenti|mais recentes|nowsze|nieuwere|nyare|nyere|novější|новые записи|新しい投稿|较新|yeni kayıtlar/i;

/** A button that adds the next part of a list to the same page. */
export const MORE_WORDS =
  /^\W*(?:(?:load|show|view|see) (?:\d+ )?more(?: (?:results|products|items|ads|listings|posts|offers))?|more (?:products|items|ads|listings|posts|offers)|(?:mehr|weitere)(?: \p{L}+)? (?:laden|anzeigen)|(?:cargar|ver|mostrar) más(?: \p{L}+)?|(?:charger|voir|afficher) plus(?: d[e'’] ?\p{L}+)?|(?:carica|mostra) altr[io]|(?:carregar|ver|mostrar) mais|показать (?:ещё|еще)|загрузить (?:ещё|еще)|pokaż więcej|načíst další|(?:meer|toon meer)(?: \p{L}+)?(?: laden)?|daha fazla(?: \p{L}+)?|加载更多|查看更多|載入更多|もっと見る|더\s?보기|tải thêm|xem thêm)\W*$/iu;

export const NEXT_SIGNS = /^\s*\[?(?:›|»|>|>>|→|▶|►|❯|⟩|＞|&gt;|&raquo;|&rarr;)\]?\s*$/;

/** What themes and shops write into the class or id of a link to the next page, by itself or inside a pager. */
export const NEXT_NAME =
  /(?:next[-_]?(?:page|posts?link)|(?:page|pag|paging|pagination|pager)(?:ination)?[-_]{0,2}next|nextpostslink|i-next|btn[-_]next[-_]page)/i;
export const NEXT_NAME_IN_PAGER = /(?:^|[\s_-])(?:next|nxt|siguiente|suivant|weiter)(?:$|[\s_-])/i;

/** Pictures that are turned over one by one have arrows too. */
export const SLIDES =
  '[class*="carousel" i],[class*="slider" i],[class*="slick" i],[class*="swiper" i],[class*="owl-" i],[class*="gallery" i],[class*="lightbox" i],[class*="calendar" i],[class*="datepicker" i],[class*="post-nav" i],[class*="nav-single" i],[class*="comment" i][class*="nav" i]';

/** A page number or an offset in an address. */
export const PAGE_PARAMETER =
  /[?&](?:page|p|pg|paged|pageno|page_?num(?:ber)?|pagina|seite|offset|start|skip|from|cursor|after)=[^&]+|\/(?:page|seite|pagina|p|pg|strana|strona)[-/]?\d+/i;

export const PAGER =
  '[class*="pagin" i],[id*="pagin" i],[class*="pager" i],[class*="page-nav" i],[class*="pagenav" i],[class*="page_nav" i],[class*="page-numbers" i],[class~="pages" i],[role="navigation"][aria-label*="pag" i],nav[aria-label*="pag" i],[class*="pageNav" i],[class*="seiten" i]';

/** Path shapes that shops give to a single offer and to lists of offers. */
export const DETAIL_PATH =
  /\/(?:products?|produkte?|producto|produit|prodotto|produto|p|dp|gp\/product|item|items|itm|ip|ads?|adv|anuncio|annonce|anzeige|s-anzeige|listing|offer|offers|offre|oferta|detail|details|product[_-]?details?|goods|tovar|article|artikel|catalog\/product\/view|sku|ref|shop)\/[^/?#]*[^/?#\s]{3}|[?&](?:product_?id|item_?(?:id|no)|goods_?id|ad_?id|sku|pid)=|[-_/]\d{5,}(?:\.html?)?$|\/\d{4,}[-_][^/]+$/i;
export const LIST_PATH =
  /\/(?:categor(?:y|ies|ie|ia)|cat|collections?|catalog(?:ue|o)?|search|browse|shop|store|listings|c|tag|tags|brand|products|kategorie|catalogue|rubrik|forum|page)(?:[/?#]|$)|[?&](?:page|p|q|query|search|category|cat|limit|offset|start|sort|text)=/i;
